package run

import (
	"fmt"
	"go/token"
	"maps"
	"net/url"
	"runtime/debug"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// An action is one analyzer on one package.
type action struct {
	result      any
	err         error
	skipped     bool // err is the consequence of another error, which is told already
	diagnostics []analysis.Diagnostic
}

// A unit runs analyzers on one package.
type unit struct {
	*load.Checked
	program *load.Program
	given   map[*analysis.Analyzer]any
	facts   *facts
	actions map[*analysis.Analyzer]*action
}

// exec runs a after what it requires, once.
func (u *unit) exec(a *analysis.Analyzer) *action {
	if act := u.actions[a]; act != nil {
		return act
	}
	act := new(action)
	u.actions[a] = act
	if result, ok := u.given[a]; ok {
		act.result = result
		return act
	}
	results := make(map[*analysis.Analyzer]any, len(a.Requires))
	for _, req := range a.Requires {
		required := u.exec(req)
		if required.err != nil {
			act.err, act.skipped = fmt.Errorf("%s needs %s, which failed", a.Name, req.Name), true
			return act
		}
		results[req] = required.result
	}
	pass := u.pass(a, results, act)
	act.result, act.err = protected(a, pass)
	return act
}

// protected calls a.Run and turns a panic into an error.
func protected(a *analysis.Analyzer, pass *analysis.Pass) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &Panic{a.Name, r, debug.Stack()}
		}
	}()
	return a.Run(pass)
}

// A Panic is a mistake in an analyzer.
type Panic struct {
	Analyzer string
	Value    any
	Stack    []byte
}

func (p *Panic) Error() string {
	return fmt.Sprintf("internal error: %s panicked: %v", p.Analyzer, p.Value)
}

func (u *unit) pass(a *analysis.Analyzer, results map[*analysis.Analyzer]any, act *action) *analysis.Pass {
	pass := &analysis.Pass{
		Analyzer:     a,
		Fset:         u.program.Fset,
		Files:        u.Files,
		OtherFiles:   u.OtherFiles(),
		IgnoredFiles: u.IgnoredFiles(),
		Pkg:          u.Pkg,
		TypesInfo:    u.Info,
		TypesSizes:   u.Sizes,
		TypeErrors:   u.TypeErrors,
		Module:       u.Module,
		ResultOf:     results,
		Report:       func(d analysis.Diagnostic) { act.diagnostics = append(act.diagnostics, d) },
	}
	pass.ReadFile = func(name string) ([]byte, error) {
		isName := func(s string) bool { return s == name }
		if !slices.ContainsFunc(u.names(), isName) && !slices.ContainsFunc(pass.OtherFiles, isName) && !slices.ContainsFunc(pass.IgnoredFiles, isName) {
			return nil, fmt.Errorf("%s is not a file of %s", name, u.ImportPath)
		}
		return u.program.ReadFile(name)
	}
	u.facts.connect(pass)
	return pass
}

// names are the names of the files that were parsed.
func (u *unit) names() []string {
	var names []string
	for _, f := range u.Files {
		names = append(names, u.program.Fset.File(f.FileStart).Name())
	}
	return names
}

// failures are the errors of the unit's passes that are not consequences of others, in the order of analyzer names.
func (u *unit) failures() []error {
	var errs []error
	for _, a := range slices.SortedFunc(maps.Keys(u.actions), compareNames) {
		if act := u.actions[a]; act.err != nil && !act.skipped {
			errs = append(errs, act.err)
		}
	}
	return errs
}

// resolveURL returns where d is documented; see analysis.Diagnostic.URL.
func resolveURL(a *analysis.Analyzer, d analysis.Diagnostic) string {
	raw := d.URL
	if raw == "" && d.Category != "" {
		raw = "#" + d.Category
	}
	ref, err := url.Parse(raw)
	if err != nil {
		return a.URL
	}
	base, err := url.Parse(a.URL)
	if err != nil {
		return raw
	}
	return base.ResolveReference(ref).String()
}

// span returns the positions of a diagnostic's ends; the end is that of the position where it is missing.
func span(fset *token.FileSet, pos, end token.Pos) (from, to token.Position) {
	from = fset.Position(pos)
	to = fset.Position(end)
	if !end.IsValid() || to.Filename != from.Filename || to.Offset < from.Offset {
		to = from
	}
	return from, to
}
