// Package report is the only caller of analysis.Pass.Report.
//
// It puts the category at the end of the message, because go vet and golangci-lint show nothing else of it; sets the URL;
// keeps generated files, test files and notes back unless they are asked for; and honours ignore comments.
package report

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
)

// A Finding is one mistake in the package under analysis.
type Finding struct {
	Range    analysis.Range // where the mistake is; most often the ast.Node of the call
	Category string
	Message  string // lower case, no period, without the category
	Note     bool   // true, but a matter of taste or of risk appetite
	Related  []analysis.RelatedInformation
	Fixes    []analysis.SuggestedFix // the first is what -fix applies
}

// A Reporter reports the findings of one check in one package.
type Reporter struct {
	pass       *analysis.Pass
	options    *options.Options
	directives *directives
	generated  map[string]bool // by file name
	used       []token.Pos
}

// Result is the result of every check: the ignore comments that suppressed something.
type Result struct{ Used []token.Pos }

// Requires is what every check needs for New.
var Requires = []*analysis.Analyzer{options.Analyzer, Directives}

// ResultType is the ResultType of every check.
var ResultType = reflect.TypeFor[*Result]()

// New returns a reporter for pass, whose analyzer requires Requires.
func New(pass *analysis.Pass) *Reporter {
	r := &Reporter{
		pass:       pass,
		options:    pass.ResultOf[options.Analyzer].(*options.Options),
		directives: pass.ResultOf[Directives].(*directives),
		generated:  make(map[string]bool),
	}
	for _, f := range pass.Files {
		if ast.IsGenerated(f) {
			r.generated[pass.Fset.File(f.FileStart).Name()] = true
		}
	}
	return r
}

// Related is a second place of a mistake.
func Related(rng analysis.Range, format string, args ...any) analysis.RelatedInformation {
	return analysis.RelatedInformation{Pos: rng.Pos(), End: rng.End(), Message: fmt.Sprintf(format, args...)}
}

// Report reports f unless its file is generated, a test or named by an ignore comment, or f is a note and none are wanted.
func (r *Reporter) Report(f Finding) {
	if !f.Range.Pos().IsValid() {
		return // nowhere to point at
	}
	file := r.pass.Fset.File(f.Range.Pos())
	if r.generated[file.Name()] || !r.options.Tests && strings.HasSuffix(file.Name(), "_test.go") {
		return
	}
	// An ignore comment is of use even while notes, or the category, are not wanted.
	if d := r.directives.covering(file.Name(), file.Line(f.Range.Pos()), f.Category); d != nil {
		r.used = append(r.used, d.pos)
		return
	}
	if f.Note && !r.options.Notes || slices.Contains(r.options.Disable, f.Category) {
		return
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
