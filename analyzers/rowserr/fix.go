package rowserr

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owed"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// ask returns the error of the rows right after the loop, where it is clear what the function returns with an error.
func ask(pass *analysis.Pass, s *summary.Summary, v *owed.Value, next inspector.Cursor) []analysis.SuggestedFix {
	loop := next.Parent()
	fn := index.Function(next)
	if next.ParentEdgeKind() != edge.ForStmt_Cond || fn != index.Function(v.Call) || loop.ParentEdgeKind() == edge.LabeledStmt_Stmt {
		return nil
	}
	id, ok := ast.Unparen(ast.Unparen(next.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr).X).(*ast.Ident)
	if !ok {
		return nil
	}
	of := s.Info.Uses[id]
	if of == nil || loop.Node().Pos() <= of.Pos() && of.Pos() < loop.Node().End() {
		return nil // the loop's own
	}
	b := fix.At(pass, loop.Node().Pos())
	if b == nil {
		return nil
	}
	results, ok := zeros(s.Info, fn, b, pass.Pkg)
	if !ok {
		return nil
	}
	results = append(results, asker{s, b}.wrapped(v.Call, loop, of))
	b.After(loop.Node(), "if err := %s.Err(); err != nil {\n\treturn %s\n}", id.Name, strings.Join(results, ", "))
	return []analysis.SuggestedFix{b.Fix("Return the error that ended the rows")}
}

// zeros returns the zero values of all results of the function but the last, which must be an error.
func zeros(info *types.Info, fn inspector.Cursor, b *fix.Builder, pkg *types.Package) ([]string, bool) {
	sig := index.Signature(info, fn)
	if sig == nil || sig.Results().Len() == 0 || !resource.IsError(sig.Results().At(sig.Results().Len()-1).Type()) {
		return nil, false
	}
	var texts []string
	for i := range sig.Results().Len() - 1 {
		text, ok := zero(sig.Results().At(i).Type(), b, pkg)
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

func zero(t types.Type, b *fix.Builder, pkg *types.Package) (string, bool) {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return "", false
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return "nil", true
	case *types.Struct:
		named, ok := types.Unalias(t).(*types.Named)
		if ok && named.Obj().Pkg() == pkg && named.TypeArgs() == nil && b.Means(named.Obj().Name(), named.Obj()) {
			return named.Obj().Name() + "{}", true
		}
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false", true
		case u.Info()&types.IsString != 0:
			return `""`, true
		case u.Info()&types.IsNumeric != 0:
			return "0", true
		}
	}
	return "", false
}
