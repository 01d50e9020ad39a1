package closeorder

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
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
func move(pass *analysis.Pass, s *summary.Summary, p *lifecycle.Program, e lifecycle.Early) []analysis.SuggestedFix {
	from, defers := statement(p.Site(e.End))
	to, too := statement(p.Site(e.Drain))
	if defers != too || !from.Valid() || !to.Valid() || from.ParentEdgeKind() != edge.BlockStmt_List || from.Parent() != to.Parent() {
		return nil
	}
	m := &mover{Summary: s, block: from.Parent(), ends: closing(p), defers: defers}
	list := m.block.Node().(*ast.BlockStmt).List
	i, j := slices.Index(list, from.Node().(ast.Stmt)), slices.Index(list, to.Node().(ast.Stmt))
	b := fix.At(pass, from.Node().Pos())
	if b == nil {
		return nil
	}
	var moved []ast.Stmt
	var behind ast.Stmt
	if defers { // the drain stands first, and goes behind the last of the closes that follow it
		for i+1 < len(list) && m.closes(i+1) {
			i++
		}
		if j > i || !m.allClose(j+1, i) {
			return nil
		}
		moved, behind = list[j:j+1], list[i]
	} else {
		if i > j || leaves(s, to) || !m.allClose(i, j-1) {
			return nil
		}
		moved, behind = list[i:j], list[j]
	}
	if !b.Move(moved, behind) {
		return nil
	}
	return []analysis.SuggestedFix{b.Fix("Drain the server first")}
}

// closing returns where the program closes what requests share.
func closing(p *lifecycle.Program) map[inspector.Cursor]bool {
	at := make(map[inspector.Cursor]bool)
	for _, e := range p.Events {
		if e.Kind == lifecycle.End {
			at[p.Site(e)] = true
		}
	}
	return at
}

// statement returns the statement that is nothing but the call at cur and what is done about its error, or an invalid cursor, and
// whether it defers the call.
func statement(cur inspector.Cursor) (stmt inspector.Cursor, defers bool) {
	if !cur.Valid() {
		return cur, false
	}
	if fn := index.Function(cur); fn.ParentEdgeKind() == edge.CallExpr_Fun && fn.Parent().ParentEdgeKind() == edge.DeferStmt_Call {
		return fn.Parent().Parent(), true
	}
	switch cur.ParentEdgeKind() {
	case edge.DeferStmt_Call:
		return cur.Parent(), true
	case edge.ExprStmt_X:
		return cur.Parent(), false
	case edge.AssignStmt_Rhs:
		stmt := cur.Parent()
		if stmt.ParentEdgeKind() == edge.IfStmt_Init {
			return stmt.Parent(), false
		}
		return stmt, false
	}
	return inspector.Cursor{}, false
}

// A mover knows which statements of a block only close something.
type mover struct {
	*summary.Summary
	block  inspector.Cursor
	ends   map[inspector.Cursor]bool // the calls that close what requests share
	defers bool                      // the statements in question defer
}

// allClose reports whether each of the statements i to j of the block only closes something.
func (m *mover) allClose(i, j int) bool {
	for ; i <= j; i++ {
		if !m.closes(i) {
			return false
		}
	}
	return true
}

// closes reports whether the i'th statement, a defer statement or not, does nothing but to close what requests share.
func (m *mover) closes(i int) bool {
	cur := m.block.ChildAt(edge.BlockStmt_List, i)
	if _, deferred := cur.Node().(*ast.DeferStmt); deferred != m.defers || leaves(m.Summary, cur) {
		return false
	}
	for call := range cur.Preorder((*ast.CallExpr)(nil)) {
		if m.ends[call] || closedChannel(m.Summary, call.Node()) != nil {
			stmt, _ := statement(call)
			return stmt == cur
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
