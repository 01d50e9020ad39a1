// Package driver is for programs that run the checks in a way of their own: it says what such a program has to know beside the
// checks themselves. Whoever hands the checks to a driver that exists needs package analyzers only.
package driver

import (
	"flag"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/deploy"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/waydown"
)

// A Suite is a suite of checks, for one run or several, that shares no settings with others.
type Suite struct {
	Checks []*analysis.Analyzer // all of analyzers.Suite, without flags
	Facts  *analysis.Analyzer   // has facts, and requires all others that have any and that the checks require
	Maps   *analysis.Analyzer   // draws the way down of programs: its result is *Maps

	options *options.Options
}

// New returns a suite with the given settings. excluded, which may be nil, says in which files nothing is reported. The error, if
// there is one, is a *analyzers.SettingError.
func New(s analyzers.Settings, excluded func(file string) bool) (*Suite, error) {
	o, err := options.New(options.Settings(s), docs.Known(analyzers.Documentation()))
	if err != nil {
		return nil, err
	}
	o.Excluded = excluded
	n := len(analyzers.Suite)
	bound := o.Bind(append(analyzers.Suite[:n:n], lifecycle.Analyzer, waydown.Analyzer)...)
	suite := &Suite{Checks: bound[:n], Facts: bound[n], Maps: bound[n+1], options: o}
	for _, check := range suite.Checks {
		check.Flags = flag.FlagSet{}
	}
	return suite, nil
}

// Flags returns flags that change the settings of the runs that follow: notes, strict, tests, disable and related.
func (s *Suite) Flags() *flag.FlagSet { return s.options.Flags() }

// ResolvesNames says that the driver calls Unresolved itself, and can say where in a file the names stand.
func (s *Suite) ResolvesNames() { s.options.Resolved = true }

// FindNotes has notes found even if the settings do not want them, for a driver that leaves them out itself, and can say how many there
// were. It reports whether the settings want them.
func (s *Suite) FindNotes() (wanted bool) {
	wanted = s.options.Notes || s.options.Strict
	s.options.Notes = true
	return wanted
}

// Strict reports whether the settings want notes to fail the run.
func (s *Suite) Strict() bool { return s.options.Strict }

// Tests reports whether the settings want findings in test files.
func (s *Suite) Tests() bool { return s.options.Tests }

// Wanted reports whether the settings want a finding of the category in file, and whether it is a note then, for drivers that
// make findings of their own; note is its level otherwise.
func (s *Suite) Wanted(category, file string, note bool) (wanted, asNote bool) {
	return s.options.Wanted(category, file, note)
}

// NamesOthers reports whether findings are to name the other places of a mistake.
func (s *Suite) NamesOthers() bool { return s.options.Related }

// FactRoots are the analyzers to run where only facts about a package are wanted. There are none about the standard
// library, which the table of libraries knows. modulePath is empty for packages outside of modules.
func (s *Suite) FactRoots(importPath, modulePath string) []*analysis.Analyzer {
	if modulePath == "" && resource.IsStandard(importPath) {
		return nil
	}
	return []*analysis.Analyzer{s.Facts}
}

// Given returns the results that a driver that runs no pass on dependencies supplies in the place of running the analyzers: it
// gives the checks access to the source of dependencies. They are for one run.
func Given(source Source) map[*analysis.Analyzer]any {
	return map[*analysis.Analyzer]any{deps.Analyzer: &deps.Sources{Source: source}}
}

// What a driver needs to give the checks access to the source of dependencies.
type (
	Source = deps.Source
	Func   = deps.Func
)

// What the check of deployment files, whose findings a driver makes itself, finds out about each package: its result is *Needs.
type (
	Needs        = deploy.Needs
	Signal       = deploy.Signal
	WayOut       = deploy.WayOut
	Step         = deploy.Step
	HealthURL    = deploy.HealthURL
	Deed         = deploy.Deed
	Ask          = deploy.Ask
	RequestLimit = deploy.RequestLimit
)

// What a RequestLimit is for.
const (
	ByServer  = deploy.ByServer
	ByHandler = deploy.ByHandler
)

// Unresolved returns an error for each name in resources that does not exist in its package; pkg returns the package with
// a path, or nil to leave its names alone.
func Unresolved(resources []analyzers.Resource, pkg func(path string) *types.Package) []*analyzers.SettingError {
	var found []*analyzers.SettingError
	for _, e := range resource.Unresolved(resources, pkg) {
		found = append(found, options.Wrong(e))
	}
	return found
}
