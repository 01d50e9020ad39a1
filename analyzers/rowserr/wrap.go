package rowserr

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// An asker reads how a function returns errors of the database.
type asker struct {
	*summary.Summary
	*fix.Builder
}

// wrapped returns the source of err as the function returns it where the query fails, or where what the loop does with a row fails:
// handle(err), where all of these places have the same function around it, and nothing else.
func (a asker) wrapped(query, loop inspector.Cursor, rows types.Object) string {
	calls := []inspector.Cursor{query}
	for _, use := range a.Uses(rows) {
		if call, ok := a.CallOf(use.Parent()); ok && loop.Contains(call) && use.ParentEdgeKind() == edge.SelectorExpr_X {
			calls = append(calls, call)
		}
	}
	wrap := ""
	for _, call := range calls {
		result, err := a.returned(call)
		if result == nil {
			continue
		}
		by := a.around(result, err)
		if by == "" || wrap != "" && by != wrap {
			return "err"
		}
		wrap = by
	}
	if wrap == "" {
		return "err"
	}
	return wrap + "(err)"
}

// returned returns the last result of the return statement behind the call, where its error err is not nil, or nil if there is none.
func (a asker) returned(call inspector.Cursor) (result ast.Expr, err types.Object) {
	if call.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return nil, nil
	}
	stmt := call.Parent()
	lhs := stmt.Node().(*ast.AssignStmt).Lhs
	id, ok := lhs[len(lhs)-1].(*ast.Ident)
	if !ok || !resource.IsError(a.Info.TypeOf(id)) {
		return nil, nil
	}
	err = a.Info.ObjectOf(id)
	check, ok := stmt.NextSibling()
	if stmt.ParentEdgeKind() == edge.IfStmt_Init {
		check = stmt.Parent()
	} else if !ok {
		return nil, nil
	}
	cond, ok := check.Node().(*ast.IfStmt)
	if !ok || flow.Nil(a.Info, flow.Names(a.Info, err)).Ask(flow.Condition{Expr: cond.Cond}, true) != flow.Some || len(cond.Body.List) == 0 {
		return nil, nil
	}
	ret, ok := cond.Body.List[len(cond.Body.List)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 {
		return nil, nil
	}
	return ret.Results[len(ret.Results)-1], err
}

// around returns the source of the function of which e is a call with err alone, if that means the same behind the loop, or "".
func (a asker) around(e ast.Expr, err types.Object) string {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || !flow.Names(a.Info, err)(call.Args[0]) {
		return ""
	}
	root := call.Fun
	for {
		sel, ok := root.(*ast.SelectorExpr)
		if !ok {
			break
		}
		root = sel.X
	}
	if id, ok := root.(*ast.Ident); !ok || !a.Means(id.Name, a.Info.ObjectOf(id)) {
		return ""
	}
	return a.Text(call.Fun)
}
