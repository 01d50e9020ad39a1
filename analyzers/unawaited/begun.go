package unawaited

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// begun reports stops that only begin, and whose end, which their result or something of their receiver tells, nobody awaits.
func begun(pass *analysis.Pass, s *summary.Summary, r *report.Reporter) {
	for _, fn := range s.Funcs() {
		row := s.Row(fn)
		if row == nil || !row.Does.Has(resource.Begins) || row.Over != "" && asked(s, fn, row.Over) {
			continue
		}
		for call := range s.Calls(fn) {
			if row.Over == "" && !index.Dropped(call) {
				continue
			}
			name := types.ExprString(call.Node().(*ast.CallExpr).Fun)
			f := report.Finding{
				Range:    call.Node(),
				Category: "stop-not-awaited",
				Message:  name + " does not wait for the jobs that run: they are cut where the program ends, and fail on what is closed next",
				Remedy:   "receive from its result",
				Note:     true,
			}
			if row.Over == "" {
				f.Fixes = receive(pass, call)
			} else if over, ok := end(s, call, row.Over); ok {
				f.Message = name + " does not wait for the handlers that run: they are cut where the program ends, and fail on what is closed next"
				f.Remedy = "receive from " + over
				f.Fixes = receiveOver(pass, call, over)
			} else {
				continue
			}
			r.Report(f)
		}
	}
}

// asked reports whether the package asks for the field or method called name of the receiver of fn anywhere.
func asked(s *summary.Summary, fn *types.Func, name string) bool {
	owner := resource.TypeName(fn.Signature().Recv().Type())
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.SelectorExpr)(nil)) {
			sel := cur.Node().(*ast.SelectorExpr)
			if sel.Sel.Name == name && s.Info.Selections[sel] != nil && resource.TypeName(s.Info.TypeOf(sel.X)) == owner {
				return true
			}
		}
	}
	return false
}

// end returns the expression for the channel that tells when what the call begins is over. ok is false if the call is none of a method.
func end(s *summary.Summary, call inspector.Cursor, name string) (over string, ok bool) {
	sel, ok := ast.Unparen(call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok || s.Info.Selections[sel] == nil {
		return "", false
	}
	over = types.ExprString(sel.X) + "." + name
	if obj, _, _ := types.LookupFieldOrMethod(s.Info.TypeOf(sel.X), true, s.Pkg, name); obj != nil {
		if _, method := obj.(*types.Func); method {
			over += "()"
		}
	}
	return over, true
}

// receive waits for the end of the context that the call returns. What is deferred needs a function around it, and what the
// jobs may take of the way out is for the program to say then.
func receive(pass *analysis.Pass, call inspector.Cursor) []analysis.SuggestedFix {
	b := fix.At(pass, call.Node().Pos())
	if b == nil || call.ParentEdgeKind() != edge.ExprStmt_X {
		return nil
	}
	b.Replace(call.Node(), "<-%s.Done()", b.Text(call.Node()))
	return []analysis.SuggestedFix{b.Fix("Wait for the jobs that run")}
}

// receiveOver receives from the channel over behind the call, where the receiver is the same after it.
func receiveOver(pass *analysis.Pass, call inspector.Cursor, over string) []analysis.SuggestedFix {
	b := fix.At(pass, call.Node().Pos())
	if b == nil || call.ParentEdgeKind() != edge.ExprStmt_X || !fix.InList(call.Parent()) || strings.ContainsAny(strings.TrimSuffix(over, "()"), "([") {
		return nil
	}
	b.After(call.Parent().Node(), "<-%s", over)
	return []analysis.SuggestedFix{b.Fix("Wait for the handlers that run")}
}
