package unawaited

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/losses"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// workers reports goroutines that work off items with a value which the function that has started them closes when a stop is
// asked for, without waiting for them.
func workers(s *summary.Summary, r *report.Reporter) {
	reported := make(map[inspector.Cursor]bool)
	for _, file := range s.Files {
		for fn := range file.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			stop, ok := awaitsStop(s, fn)
			if !ok || joins(s, fn, stop) {
				continue
			}
			for _, c := range closings(s, fn, stop) {
				views := s.Tracer().FollowVar(c.v).Views
				for _, g := range goes(s, fn) {
					w := &worker{Summary: s, views: views, seen: make(map[inspector.Cursor]bool)}
					if reported[g] || stopped(s, fn, g, c.v) || !w.works(g) {
						continue
					}
					reported[g] = true
					r.Report(report.Finding{
						Range:    g.Node(),
						Category: "worker-not-awaited",
						Message:  "nobody waits for this goroutine: on the way out " + c.name + " is closed while it may be at work with it, and what it has in hand is lost",
						Remedy:   "wait for it before the close",
						Note:     true,
						Related:  []analysis.RelatedInformation{report.Related(c.at.Node(), "%s is closed by this", c.name)},
					})
				}
			}
		}
	}
}

// awaitsStop returns the place where the function at fn waits for a signal or for the end of a context: itself, or by a
// function of this package that does nothing else.
func awaitsStop(s *summary.Summary, fn inspector.Cursor) (inspector.Cursor, bool) {
	for cur := range fn.Preorder((*ast.UnaryExpr)(nil), (*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue
		}
		switch n := cur.Node().(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && stopChannel(s, n.X) {
				return cur, true
			}
		case *ast.CallExpr:
			switch cur.ParentEdgeKind() {
			case edge.GoStmt_Call, edge.DeferStmt_Call:
				continue
			}
			decl, d := body(s, n)
			if d == nil {
				continue
			}
			for recv := range decl.Preorder((*ast.UnaryExpr)(nil)) {
				if e := recv.Node().(*ast.UnaryExpr); e.Op == token.ARROW && index.Function(recv) == decl && recv.ParentEdgeKind() == edge.ExprStmt_X && stopChannel(s, e.X) {
					return cur, true
				}
			}
		}
	}
	return inspector.Cursor{}, false
}

// body returns the declaration, with a body and in this package, of the function that is called.
func body(s *summary.Summary, call *ast.CallExpr) (inspector.Cursor, *ast.FuncDecl) {
	fn := s.Callee(call)
	if fn == nil {
		return inspector.Cursor{}, nil
	}
	decl, d := s.Decl(fn)
	if d == nil || d.Body == nil {
		return decl, nil
	}
	return decl, d
}

// stopChannel reports whether somebody who receives from ch waits for a signal or for the end of a context.
func stopChannel(s *summary.Summary, ch ast.Expr) bool {
	if t := s.Info.TypeOf(ch); t != nil && resource.KindOf(t) == resource.SignalChan {
		return true
	}
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok {
		return false
	}
	row := s.Row(s.Callee(call))
	return row != nil && row.Does.Has(resource.AwaitsDone)
}

// joins reports whether the function at fn may wait for some goroutine: it calls Wait anywhere, or waits behind stop or by
// defer for anything but a stop, or for a server.
func joins(s *summary.Summary, fn, stop inspector.Cursor) bool {
	w := s.Waits()
	w.Idle = func(ch ast.Expr) bool { return stopChannel(s, ch) }
	w.Knows = func(fn *types.Func) (wait.Answer, bool) {
		row := s.Row(fn)
		return wait.No, row != nil && (row.Recv.Any(resource.Serves|resource.ShutsDown|resource.RunsEngine) || row.Does.Has(resource.Accepts))
	}
	for cur := range fn.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil)) {
		if inGoroutine(cur, fn) {
			continue
		}
		late := cur.Node().Pos() > stop.Node().End() || onReturn(cur, fn)
		call, ok := cur.Node().(*ast.CallExpr)
		switch {
		case late && !ok && w.May(cur.Node()) != wait.No, late && ok && w.Call(call) != wait.No:
			return true
		case ok && s.Callee(call) != nil && guess.Does(s.Callee(call).Name()).Any(guess.Waits):
			return true
		}
	}
	return false
}

// inGoroutine reports whether the code at cur, in the function at fn, runs in a goroutine that fn starts.
func inGoroutine(cur, fn inspector.Cursor) bool { return under[*ast.GoStmt](cur, fn) }

// onReturn reports whether the code at cur, in the function at fn, runs when fn returns.
func onReturn(cur, fn inspector.Cursor) bool { return under[*ast.DeferStmt](cur, fn) }

func under[T ast.Node](cur, fn inspector.Cursor) bool {
	for ; cur.Valid() && cur != fn; cur = cur.Parent() {
		if _, ok := cur.Node().(T); ok {
			return true
		}
	}
	return false
}

// A closing is a close on the way out, of a variable or field whose close matters.
type closing struct {
	at   inspector.Cursor
	v    *types.Var
	name string
}

// closings returns what the function at fn closes when stop has come.
func closings(s *summary.Summary, fn, stop inspector.Cursor) []closing {
	var found []closing
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		var at inspector.Cursor
		switch kind := cur.ParentEdgeKind(); {
		case index.Function(cur) != fn:
			continue
		case kind == edge.DeferStmt_Call:
			at = cur.Parent()
		case kind == edge.GoStmt_Call || cur.Node().Pos() < stop.Node().End():
			continue
		default:
			at = cur
		}
		for _, call := range losses.Of(s.Package, cur) {
			sel, ok := ast.Unparen(call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
			if !ok || !fn.Contains(call) {
				continue
			}
			switch x := ast.Unparen(sel.X).(type) {
			case *ast.Ident:
				if v, ok := s.Info.Uses[x].(*types.Var); ok && fn.Contains(s.Def(v)) {
					found = append(found, closing{at, v, x.Name})
				}
			case *ast.SelectorExpr:
				if v, ok := s.Info.Uses[x.Sel].(*types.Var); ok && v.IsField() && v.Pkg() == s.Pkg {
					found = append(found, closing{at, v, types.ExprString(x)})
				}
			}
		}
	}
	return found
}

// goes returns the go statements in the function at fn, and in the functions of this package that it calls.
func goes(s *summary.Summary, fn inspector.Cursor) []inspector.Cursor {
	var found []inspector.Cursor
	for cur := range fn.Preorder((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue
		}
		call, ok := cur.Node().(*ast.CallExpr)
		if !ok {
			found = append(found, cur)
			continue
		}
		decl, d := body(s, call)
		if kind := cur.ParentEdgeKind(); kind == edge.GoStmt_Call || kind == edge.DeferStmt_Call || d == nil || d.Type.Results != nil {
			continue // what it returns may be a way to wait
		}
		for g := range decl.Preorder((*ast.GoStmt)(nil)) {
			if index.Function(g) == decl {
				found = append(found, g)
			}
		}
	}
	return found
}

// stopped reports whether the goroutine that g starts is a method of something that the function at fn stops.
func stopped(s *summary.Summary, fn, g inspector.Cursor, v *types.Var) bool {
	sel, ok := ast.Unparen(g.Node().(*ast.GoStmt).Call.Fun).(*ast.SelectorExpr)
	if !ok || s.Info.Selections[sel] == nil {
		return false
	}
	w := s.Root(sel.X)
	if w == nil || w == v {
		return true // who closes it may wait for it
	}
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		sel, ok := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		if !ok || s.Root(sel.X) != w || s.Info.Selections[sel] == nil {
			continue
		}
		if x, ok := ast.Unparen(sel.X).(*ast.Ident); !ok || s.Info.Uses[x] != w {
			continue // of one of its fields
		}
		if guess.May(sel.Sel.Name).Any(guess.Over | guess.Tells) {
			return true // it may wait for what works for it
		}
	}
	return false
}
