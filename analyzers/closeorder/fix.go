package closeorder

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// move puts the close c, and those that stand between it and the drain d, behind d:
//
//	db.Close()
//	srv.Shutdown(ctx)
//	-----------------
//	srv.Shutdown(ctx)
//	db.Close()
//
// Where both are deferred, d is deferred last. There is no fix where something else stands between them, which may need the
// order as it is, nor where the code would no longer reach the close when the drain fails.
func move(pass *analysis.Pass, s *summary.Summary, c, d order.Step) []analysis.SuggestedFix {
	from, to := statement(c), statement(d)
	if c.Cycle.Order != 0 || c.Defers != d.Defers || !from.Valid() || !to.Valid() || from.ParentEdgeKind() != edge.BlockStmt_List || from.Parent() != to.Parent() {
		return nil
	}
	block := from.Parent()
	list := block.Node().(*ast.BlockStmt).List
	i, j := slices.Index(list, from.Node().(ast.Stmt)), slices.Index(list, to.Node().(ast.Stmt))
	b := fix.At(pass, from.Node().Pos())
	if b == nil {
		return nil
	}
	var moved []ast.Stmt
	var behind ast.Stmt
	if c.Defers { // the drain stands first, and goes behind the last of the closes that follow it
		for i+1 < len(list) && closes(s, block.ChildAt(edge.BlockStmt_List, i+1), true) {
			i++
		}
		if j > i || !allClose(s, block, j+1, i, true) {
			return nil
		}
		moved, behind = list[j:j+1], list[i]
	} else {
		if i > j || leaves(s, to) || !allClose(s, block, i, j-1, false) {
			return nil
		}
		moved, behind = list[i:j], list[j]
	}
	if !b.Move(moved, behind) {
		return nil
	}
	return []analysis.SuggestedFix{b.Fix("Drain the server first")}
}

// statement returns the statement that is nothing but the step and what is done about its error, or an invalid cursor.
func statement(st order.Step) inspector.Cursor {
	if st.Defers {
		return st.At
	}
	switch st.At.ParentEdgeKind() {
	case edge.ExprStmt_X:
		return st.At.Parent()
	case edge.AssignStmt_Rhs:
		stmt := st.At.Parent()
		if stmt.ParentEdgeKind() == edge.IfStmt_Init {
			return stmt.Parent()
		}
		return stmt
	}
	return inspector.Cursor{}
}

// allClose reports whether each of the statements i to j of the block only closes something.
func allClose(s *summary.Summary, block inspector.Cursor, i, j int, defers bool) bool {
	for ; i <= j; i++ {
		if !closes(s, block.ChildAt(edge.BlockStmt_List, i), defers) {
			return false
		}
	}
	return true
}

// closes reports whether the statement at cur, a defer statement or not, does nothing but to close what requests share.
func closes(s *summary.Summary, cur inspector.Cursor, defers bool) bool {
	if _, deferred := cur.Node().(*ast.DeferStmt); deferred != defers || leaves(s, cur) {
		return false
	}
	for call := range cur.Preorder((*ast.CallExpr)(nil)) {
		if closesStore(s, call) || closedChannel(s, call.Node()) != nil {
			return slices.ContainsFunc(order.At(s, call), func(st order.Step) bool { return statement(st) == cur })
		}
	}
	return false
}

// leaves reports whether the statement at cur may do something else than to go on behind it: it returns, ends the process,
// or declares a variable or assigns to one for what follows.
func leaves(s *summary.Summary, cur inspector.Cursor) bool {
	if n, ok := cur.Node().(*ast.AssignStmt); ok {
		id, blank := n.Lhs[0].(*ast.Ident)
		if n.Tok == token.DEFINE || !blank || id.Name != "_" {
			return true
		}
	}
	for n := range cur.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil), (*ast.CallExpr)(nil)) {
		call, ok := n.Node().(*ast.CallExpr)
		if _, deferred := cur.Node().(*ast.DeferStmt); !deferred && (!ok || !s.MayReturn(call)) {
			return true
		}
	}
	return false
}
