// Package options holds the settings that all checks of a suite share.
//
// They are flags of one analyzer that every check requires, because that is the only way in which a setting reaches a
// pass through every driver. Most drivers set only flags of the analyzers that they are told to run: so each check has flags
// too, two of its own and those of its suite.
package options

import (
	"flag"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
)

// Options are the settings that all checks of a suite share.
type Options struct {
	Notes  bool // report what is true but a matter of taste or of risk appetite
	Strict bool // report it, and let it fail the run where that is a difference
	Tests  bool // report in _test.go files, and take them as evidence

	Disable Categories // categories that are not reported
	Related bool       // name the other places of a mistake

	// For the following there are no flags of their own.
	Levels   map[string]string      // by category: "error" or "note" in place of what the check says
	Excluded func(file string) bool // nothing is reported in such a file; nil excludes none
	Table    *resource.Table        // what is known of libraries
	Own      []resource.Own         // what the user has added to it
	Resolved bool                   // the driver says itself which names in Own do not exist
}

// standard returns the options where nobody sets any.
func standard() *Options { return &Options{Related: true, Table: resource.WellKnown()} }

// shared are the options of the suite that the package variables of the checks make up.
var shared = standard()

// Analyzer carries the options of the suite that the package variables of the checks make up.
var Analyzer = shared.analyzer()

// analyzer returns an analyzer whose flags set o, and whose result is what o is then. Its name is what the configuration of
// Bazel's nogo calls it.
func (o *Options) analyzer() *analysis.Analyzer {
	fs := o.Flags()
	fs.Var((*settingsFlag)(o), "settings", settingsUsage)
	return &analysis.Analyzer{
		Name:       "shutdownlint",
		Doc:        "carry the settings that all checks share",
		Flags:      *fs,
		ResultType: reflect.TypeFor[*Options](),
		Run: func(*analysis.Pass) (any, error) {
			now := *o
			return &now, nil
		},
	}
}

// Of returns the options for the check of pass: those of its suite, and what the flags of the check add.
func Of(pass *analysis.Pass) *Options {
	o := *result.Of[*Options](pass)
	if f := pass.Analyzer.Flags.Lookup("notes"); f != nil {
		o.Notes = o.Notes || f.Value.String() == "true"
	}
	if f := pass.Analyzer.Flags.Lookup("disable"); f != nil {
		o.Disable = slices.Concat(o.Disable, *f.Value.(*Categories))
	}
	return &o
}

// Wanted reports whether a finding of the category in file is to be reported, and whether it is a note then; note is what
// the check calls it.
func (o *Options) Wanted(category, file string, note bool) (wanted, asNote bool) {
	if level, ok := o.Levels[category]; ok {
		note = level == "note"
	}
	if note && !o.Notes && !o.Strict || slices.Contains(o.Disable, category) || o.Excluded != nil && o.Excluded(file) {
		return false, note
	}
	return true, note
}

// Categories is a list of category ids, and a flag value that is written with commas.
type Categories []string

func (c *Categories) String() string { return strings.Join(*c, ",") }

// Set replaces the list. Whether the ids exist is for the driver to say, which knows them all.
func (c *Categories) Set(s string) error {
	*c = strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	return nil
}

// Flags returns flags that set o, as a command has them that reads settings from a file.
func (o *Options) Flags() *flag.FlagSet {
	fs := o.common()
	fs.BoolVar(&o.Notes, "notes", o.Notes, "also report notes: true, but a matter of taste or of risk appetite")
	fs.BoolVar(&o.Strict, "strict", o.Strict, "report notes, and fail for them too, as go vet and golangci-lint do for all that is reported")
	fs.Var(&o.Disable, "disable", "comma-separated `categories` that are not reported")
	return fs
}

// CheckFlags returns the flags of a check that is declared as a package variable.
func CheckFlags() flag.FlagSet { return *shared.checkFlags() }

// checkFlags returns the flags of one check: what it alone can do is its own, the rest holds for all that have the options o.
func (o *Options) checkFlags() *flag.FlagSet {
	fs := o.common()
	fs.Bool("notes", false, "also report notes: true, but a matter of taste or of risk appetite")
	fs.Var(new(Categories), "disable", "comma-separated `categories` that are not reported")
	fs.Var((*settingsFlag)(o), "settings", settingsUsage)
	return fs
}

const settingsUsage = "settings of all checks, as `JSON`: {\"disable\": …, \"levels\": …, \"notes\": …, \"strict\": …, \"tests\": …, \"resources\": …}"

// common returns the flags that no check has for itself alone.
func (o *Options) common() *flag.FlagSet {
	fs := flag.NewFlagSet("shutdownlint", flag.ContinueOnError)
	fs.BoolVar(&o.Tests, "tests", o.Tests, "also report in _test.go files, and take them as evidence")
	fs.BoolVar(&o.Related, "related", o.Related, "name the other places of a mistake")
	return fs
}

// Bind returns the analyzers with o in the place of their options: copies of all that go by options, and the others as they
// are.
func (o *Options) Bind(analyzers ...*analysis.Analyzer) []*analysis.Analyzer {
	bound := map[*analysis.Analyzer]*analysis.Analyzer{Analyzer: o.analyzer()}
	var all func(analyzers []*analysis.Analyzer) []*analysis.Analyzer
	bind := func(a *analysis.Analyzer) *analysis.Analyzer {
		if have := bound[a]; have != nil {
			return have
		}
		b := *a
		if b.Requires = all(a.Requires); slices.Equal(b.Requires, a.Requires) {
			bound[a] = a
			return a
		}
		if a.Flags.Lookup("settings") != nil {
			b.Flags = *o.checkFlags()
		}
		bound[a] = &b
		return &b
	}
	all = func(analyzers []*analysis.Analyzer) (copies []*analysis.Analyzer) {
		for _, a := range analyzers {
			copies = append(copies, bind(a))
		}
		return copies
	}
	return all(analyzers)
}
