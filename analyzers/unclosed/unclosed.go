package unclosed

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owed"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer is the check.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{summary.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	for _, v := range owed.Find(s) {
		paths := v.Paths(s)
		if len(paths) == 0 {
			continue
		}
		f := report.Finding{Range: v.Call.Node(), Category: v.Category}
		f.Message, f.Related = describe(s, &v, first(paths))
		f.Remedy = remedy(&v, first(paths))
		f.Note = ofTx(s, &v) || // mostly the transaction ends soon
			opens(s, &v, paths) || // and mostly the process, whose only pool this is
			paths[0].Spent || // its connection is free
			once(s, &v, paths)
		f.Fixes = deferred(pass, s, &v, first(paths))
		r.Report(f)
	}
	return r.Result(), nil
}

// first returns the loss that explains the mistake best: that which needs the fewest words.
func first(paths []owed.Loss) owed.Loss {
	for _, p := range paths {
		if p.How != owed.Returns {
			return p
		}
	}
	return paths[0]
}

// describe says how the value is lost, and where.
func describe(s *summary.Summary, v *owed.Value, p owed.Loss) (string, []analysis.RelatedInformation) {
	name := p.Name
	if name == "" {
		name = "the " + v.Noun
	}
	maker, lost := callee(v.Call.Node().(*ast.CallExpr)), consequence(s, v)
	switch {
	case p.Spent:
		return fmt.Sprintf("%s, the %s of %s, is read to its end, and not %s: that frees its connection, but not where a compressed body is broken", name, v.Noun, maker, v.Verb), nil
	case p.How == owed.Dropped && p.Never:
		return fmt.Sprintf("the %s of %s is dropped and never %s: %s", v.Noun, maker, v.Verb, lost), nil
	case p.Never:
		return fmt.Sprintf("%s, the %s of %s, is never %s: %s", name, v.Noun, maker, v.Verb, lost), nil
	}
	switch p.How {
	case owed.Overwritten:
		return fmt.Sprintf("%s gets another value before the %s of %s is %s: %s", name, v.Noun, maker, v.Verb, lost),
			[]analysis.RelatedInformation{report.Related(p.Node, "the first one is lost here")}
	case owed.Repeated:
		return fmt.Sprintf("%s is not %s before the loop comes round: %s", name, v.Verb, lost), nil
	case owed.Returns:
		return fmt.Sprintf("%s, the %s of %s, is not %s on every path: %s", name, v.Noun, maker, v.Verb, lost),
			[]analysis.RelatedInformation{report.Related(leaving(p.Node), "this path leaves it open")}
	}
	return fmt.Sprintf("the %s of %s is not %s: %s", v.Noun, maker, v.Verb, lost), nil
}

// remedy says what to do about the loss.
func remedy(v *owed.Value, p owed.Loss) string {
	switch {
	case p.How == owed.Dropped:
		return "keep it, and " + release(v, "it")
	case p.How == owed.Repeated:
		return release(v, "it") + " in the loop"
	case p.How == owed.Overwritten && p.Never:
		return release(v, "it") + " before " + p.Name + " gets another value"
	case p.How == owed.Overwritten:
		return release(v, "the first one") + " before that"
	case p.Never:
		return release(v, "it")
	}
	return release(v, "it") + " there as well"
}

// release says to release what a message calls it.
func release(v *owed.Value, it string) string {
	switch v.Verb {
	case "closed":
		return "close " + it
	case "committed or rolled back":
		return "roll " + it + " back"
	}
	return "release " + it
}

// consequence says what happens in production. What a transaction has opened goes when it ends, and not before.
func consequence(s *summary.Summary, v *owed.Value) string {
	if ofTx(s, v) {
		return "its connection stays busy until the transaction ends"
	}
	return v.Lost
}

// ofTx reports whether v are rows of a transaction, with which they end.
func ofTx(s *summary.Summary, v *owed.Value) bool {
	if v.Func == nil || !v.Iterator || v.Func.Signature().Recv() == nil {
		return false
	}
	of := s.ResourceOf(v.Func.Signature().Recv().Type())
	return of != nil && of.Category == "tx-not-finished" && of.Status == "" // of gorm, the database has the same type
}

// opens reports whether v is a pool for the whole process that the function hands out, and that is lost only where it fails: whoever
// calls it when the program comes up, gives up then.
func opens(s *summary.Summary, v *owed.Value, paths []owed.Loss) bool {
	return v.Pool && fails(s, paths) && !slices.ContainsFunc(paths, func(p owed.Loss) bool { return !p.Kept })
}

// fails reports whether what is lost is lost only where the function returns an error.
func fails(s *summary.Summary, paths []owed.Loss) bool {
	for _, p := range paths {
		ret, ok := p.Node.(*ast.ReturnStmt)
		if p.How != owed.Returns || !ok || len(ret.Results) == 0 || !resource.IsFailure(s.Info.TypeOf(ret.Results[len(ret.Results)-1])) {
			return false
		}
	}
	return true
}

// leaving returns what to point at where a function returns; an implicit return has no extent.
func leaving(n ast.Node) analysis.Range {
	if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == 0 {
		return span{ret.Pos(), ret.Pos() + 1}
	}
	return n
}

type span [2]token.Pos

func (s span) Pos() token.Pos { return s[0] }
func (s span) End() token.Pos { return s[1] }

// callee returns the function that call calls as the source names it, as far as that is short.
func callee(call *ast.CallExpr) string {
	text := types.ExprString(call.Fun)
	if len(text) <= 40 {
		return text
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.Sel.Name
	}
	return "this call"
}
