// Package report is the only caller of analysis.Pass.Report.
//
// It puts the category at the end of the message, because go vet and golangci-lint show nothing else of it; sets the URL;
// keeps generated files, test files and notes back unless they are asked for; makes a note of what is for tests, for an example or
// for developers, and not for production; and honours ignore comments.
//
// A driver may run the checks on packages with type errors: code that was not generated yet, or one dependency that is
// gone, should not hide what is wrong with the rest. What does not type-check is unknown to the checks, and so makes them
// silent; nothing is reported where an error is, and nothing is fixed.
package report

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
)

// A Finding is one mistake in the package under analysis.
type Finding struct {
	Range    analysis.Range // where the mistake is; most often the ast.Node of the call
	Category string
	Message  string // lower case, no period, without the category
	Remedy   string // what to do, in a clause; said where no fix is offered
	Note     bool   // true, but a matter of taste or of risk appetite
	Related  []analysis.RelatedInformation
	Fixes    []analysis.SuggestedFix // the first is what -fix applies
}

// A Reporter reports the findings of one check in one package.
type Reporter struct {
	pass       *analysis.Pass
	options    *options.Options
	directives *directives
	generated  map[string]bool  // by file name
	cgo        map[string]bool  // likewise
	broken     []analysis.Range // declarations that do not type-check
	trial      map[string]bool  // the files whose functions are for tests, by what they are given
	dir        string           // of the package, in its module
	used       []token.Pos
	told       map[mistake]bool
}

// A mistake is one, however many ways lead to it.
type mistake struct {
	pos      token.Pos
	category string
}

// Result is the result of every check: the ignore comments that suppressed something.
type Result struct{ Used []token.Pos }

// Requires is what every check needs for New.
var Requires = []*analysis.Analyzer{options.Analyzer, Directives}

// ResultType is the ResultType of every check.
var ResultType = reflect.TypeFor[*Result]()

// Unresolved returns an error about a name in the settings that does not exist in the package of pass or in what it imports.
func Unresolved(pass *analysis.Pass) error { return options.Of(pass).Unresolved(pass.Pkg) }

// New returns a reporter for pass, whose analyzer requires Requires.
func New(pass *analysis.Pass) *Reporter {
	r := &Reporter{
		pass:       pass,
		options:    options.Of(pass),
		directives: result.Of[*directives](pass),
		generated:  make(map[string]bool),
		cgo:        make(map[string]bool),
		trial:      make(map[string]bool),
		told:       make(map[mistake]bool),
	}
	module := ""
	if pass.Module != nil {
		module = pass.Module.Path
	}
	r.dir = guess.Dir(pass.Pkg.Path(), module)
	mock := guess.Mock(module)
	for _, f := range pass.Files {
		name := pass.Fset.File(f.FileStart).Name()
		switch {
		case byCgo(f):
			r.cgo[name] = true
		case ast.IsGenerated(f):
			r.generated[name] = true
		}
		r.trial[name] = mock || !strings.HasSuffix(name, "_test.go") && forTests(f)
		r.broken = append(r.broken, broken(f, pass.TypeErrors)...)
	}
	return r
}

// frameworks are the beginnings of the paths of packages that only tests have a use for.
var frameworks = []string{"github.com/onsi/ginkgo", "github.com/onsi/gomega", "github.com/stretchr/testify", "github.com/testcontainers/", "gopkg.in/check.v1", "gotest.tools"}

// forTests reports whether f imports a framework for tests, or a function of f is given a test.
func forTests(f *ast.File) bool {
	for _, spec := range f.Imports {
		path := strings.Trim(spec.Path.Value, "`\"")
		if slices.ContainsFunc(frameworks, func(begin string) bool { return strings.HasPrefix(path, begin) }) {
			return true
		}
	}
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		for _, field := range fn.Type.Params.List {
			t := field.Type
			if star, ok := t.(*ast.StarExpr); ok {
				t = star.X
			}
			if sel, ok := t.(*ast.SelectorExpr); ok {
				if id, ok := sel.X.(*ast.Ident); ok && id.Name == "testing" {
					return true
				}
			}
		}
	}
	return false
}

// broken returns the declarations of f, imports excepted, that hold one of the errors.
func broken(f *ast.File, errs []types.Error) []analysis.Range {
	var found []analysis.Range
	for _, decl := range f.Decls {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			continue // what the import would have given is unknown wherever it is used
		}
		if slices.ContainsFunc(errs, func(err types.Error) bool { return !err.Soft && within(decl, err.Pos) }) {
			found = append(found, decl)
		}
	}
	return found
}

func within(rng analysis.Range, pos token.Pos) bool { return rng.Pos() <= pos && pos < rng.End() }

// sure reports whether all that f points at type-checks.
func (r *Reporter) sure(f Finding) bool {
	for _, decl := range r.broken {
		if within(decl, f.Range.Pos()) || slices.ContainsFunc(f.Related, func(rel analysis.RelatedInformation) bool { return within(decl, rel.Pos) }) {
			return false
		}
	}
	return true
}

// byCgo reports whether f is what cgo made of a file that somebody wrote. Its line comments lead back to that file, but
// edits would not fit it.
func byCgo(f *ast.File) bool {
	return len(f.Comments) > 0 && f.Comments[0].List[0].Text == "// Code generated by cmd/cgo; DO NOT EDIT."
}

// Related is a second place of a mistake.
func Related(rng analysis.Range, format string, args ...any) analysis.RelatedInformation {
	return analysis.RelatedInformation{Pos: rng.Pos(), End: rng.End(), Message: fmt.Sprintf(format, args...)}
}

// Elsewhere is a second place that is in another package, or none if pos is not known.
func Elsewhere(pos token.Pos, message string) []analysis.RelatedInformation {
	if !pos.IsValid() {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: pos, End: pos, Message: message}}
}

// Wants reports whether Report would report f for the first time. Where an ignore comment keeps it back, that has been of use.
func (r *Reporter) Wants(f Finding) bool {
	_, wanted := r.wants(f)
	return wanted
}

func (r *Reporter) wants(f Finding) (note, wanted bool) {
	if !f.Range.Pos().IsValid() {
		return false, false // nowhere to point at
	}
	file := r.pass.Fset.File(f.Range.Pos())
	if r.generated[file.Name()] || !r.options.Tests && strings.HasSuffix(file.Name(), "_test.go") {
		return false, false
	}
	// An ignore comment is of use even while notes, or the category, are not wanted.
	if d := r.directives.covering(file.Name(), file.Line(f.Range.Pos()), f.Category); d != nil {
		r.used = append(r.used, d.pos)
		return false, false
	}
	name := r.pass.Fset.Position(f.Range.Pos()).Filename
	wanted, note = r.options.Wanted(f.Category, name, f.Note || r.trial[file.Name()] || guess.Trial(r.dir, filepath.ToSlash(name)))
	return note, wanted && r.sure(f) && !r.told[mistake{f.Range.Pos(), f.Category}]
}

// Report reports f unless its file is generated, a test or named by an ignore comment, or f is a note and none are wanted.
func (r *Reporter) Report(f Finding) {
	note, wanted := r.wants(f)
	if !wanted {
		return
	}
	f.Note = note
	r.told[mistake{f.Range.Pos(), f.Category}] = true
	if r.cgo[r.pass.Fset.File(f.Range.Pos()).Name()] || len(r.pass.TypeErrors) > 0 { // a fix that cannot be compiled is none
		f.Fixes = nil
	}
	if len(f.Fixes) == 0 && f.Remedy != "" {
		f.Message += "; " + f.Remedy
	}
	label := f.Category
	if f.Note {
		label += ", note"
	}
	switch {
	case !r.options.Related:
		f.Related = nil
	case len(f.Related) > 2:
		f.Related = f.Related[:2]
	}
	r.pass.Report(analysis.Diagnostic{
		Pos:            f.Range.Pos(),
		End:            f.Range.End(),
		Category:       f.Category,
		Message:        f.Message + " (" + label + ")",
		URL:            docs.Site + r.pass.Analyzer.Name + "#hdr-Category_" + strings.ReplaceAll(f.Category, "-", "_"),
		SuggestedFixes: f.Fixes,
		Related:        f.Related,
	})
}

// Result returns what the check's run function returns.
func (r *Reporter) Result() *Result {
	slices.Sort(r.used)
	return &Result{Used: slices.Compact(r.used)}
}
