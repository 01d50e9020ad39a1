package falsefatal

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
)

// guard keeps http.ErrServerClosed from what is done at the call at bad. Where that is all that ends the process, because the function
// that starts both the serving and the stop waits for something else, there is no fix.
func guard(pass *analysis.Pass, p *lifecycle.Program, serve *lifecycle.Event, bad inspector.Cursor) []analysis.SuggestedFix {
	s, origin := p.Summary, p.At(serve)
	if drain, _ := p.Drain(serve); drain != nil && !p.GoesOn(serve, drain) {
		return nil
	}
	b := fix.At(pass, bad.Node().Pos())
	if b == nil || !b.GoVersion("go1.13") || index.Function(bad) != index.Function(origin) {
		return nil
	}
	if origin.Parent() == bad {
		return guardCall(b, origin, bad)
	}
	for cur := range bad.Enclosing((*ast.IfStmt)(nil), (*ast.FuncLit)(nil)) {
		stmt, ok := cur.Node().(*ast.IfStmt)
		if !ok {
			return nil
		}
		v := serveerr.Result(s.Index, origin)
		cond, ok := stmt.Cond.(*ast.BinaryExpr)
		if !ok || v == nil || cond.Op != token.NEQ || !s.Info.Types[cond.Y].IsNil() {
			continue
		}
		if id, ok := cond.X.(*ast.Ident); ok && s.Info.Uses[id] == v {
			b.Insert(cond.End(), " && !%sIs(%s, %sErrServerClosed)", b.Import("errors"), id.Name, b.Import("net/http"))
			return []analysis.SuggestedFix{b.Fix("Let http.ErrServerClosed pass")}
		}
	}
	return nil
}

// guardCall rewrites a statement that hands the error to a call at once:
//
//	log.Fatal(srv.Serve(l))
//	---------------------
//	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) { log.Fatal(err) }
func guardCall(b *fix.Builder, serve, bad inspector.Cursor) []analysis.SuggestedFix {
	stmt := bad.Parent()
	if bad.ParentEdgeKind() != edge.ExprStmt_X || stmt.ParentEdgeKind() != edge.BlockStmt_List {
		return nil
	}
	if block := stmt.Parent(); block.ParentEdgeKind() != edge.FuncLit_Body && block.ParentEdgeKind() != edge.FuncDecl_Body {
		return nil // what comes after it would begin to run
	}
	list := stmt.Parent().Node().(*ast.BlockStmt).List
	if list[len(list)-1] != stmt.Node() {
		return nil
	}
	err := b.Fresh("err")
	call, origin := b.Text(bad.Node()), serve.Node()
	start := int(origin.Pos() - bad.Node().Pos())
	end := start + int(origin.End()-origin.Pos())
	if end > len(call) {
		return nil
	}
	b.Replace(stmt.Node(), "if %s := %s; !%sIs(%s, %sErrServerClosed) {\n\t%s\n}",
		err, call[start:end], b.Import("errors"), err, b.Import("net/http"), call[:start]+err+call[end:])
	return []analysis.SuggestedFix{b.Fix("Let http.ErrServerClosed pass")}
}
