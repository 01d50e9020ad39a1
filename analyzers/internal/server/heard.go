package server

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Only says what alone can make code run: a request, or a signal that is not sent to end a process; or nothing of the kind, "".
func Only(s *summary.Summary, cur inspector.Cursor) (cause string) {
	h := &hearing{Summary: s}
	seen := make(map[inspector.Cursor]bool)
	for queue := []site.Site{site.Own(cur)}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if !at.Fn.Valid() || !at.At.Valid() {
			return "" // somebody out of sight
		}
		if seen[at.At] {
			continue
		}
		seen[at.At] = true
		if what := h.gate(at); what != "" {
			cause = what
			continue
		}
		queue = append(queue, s.Sites().Callers(at.Fn)...)
	}
	return cause
}

// A hearing finds out behind what code stands.
type hearing struct {
	*summary.Summary
	asked []signals.Registration
}

// gate returns what must have happened before control gets to the site.
func (h *hearing) gate(at site.Site) string {
	if sig := index.Signature(h.Info, at.Fn); sig != nil && resource.TakesRequest(sig) {
		return "when a request asks for it"
	}
	const signal = "at a signal that is not SIGTERM"
	for c := at.At; c != at.Fn; c = c.Parent() {
		switch n := c.Parent().Node().(type) {
		case *ast.RangeStmt:
			if c.ParentEdgeKind() == edge.RangeStmt_Body && h.other(n.X) {
				return signal
			}
		case *ast.CommClause:
			if c.ParentEdgeKind() == edge.CommClause_Body && n.Comm != nil && h.receives(n.Comm) {
				return signal
			}
		}
	}
	g := h.Graph(at.Fn)
	if g == nil {
		return ""
	}
	if p, ok := g.Find(at.At.Node()); ok && g.Always(p, func(n ast.Node) bool { return !g.Communication(n) && h.receives(n) }) {
		return signal // not in a select, which may go on with another case
	}
	return ""
}

// receives reports whether n receives such a signal.
func (h *hearing) receives(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW && h.other(n.X)
		}
		return !found
	})
	return found
}

// other reports whether the channel ch gets signals, but none that is sent to end a process.
func (h *hearing) other(ch ast.Expr) bool {
	if resource.KindOf(h.Info.TypeOf(ch)) != resource.SignalChan {
		return false
	}
	if h.asked == nil {
		h.asked = signals.In(h.Package, &h.Fact.Signals)
	}
	v, found := h.Root(ch), false
	for _, r := range h.asked {
		args := r.Call.Node().(*ast.CallExpr).Args
		if v == nil || len(args) == 0 || h.Root(args[0]) != v {
			continue
		}
		if r.Set.Every || r.Set.Param || r.Set.Does != resource.OnOther {
			return false
		}
		found = true
	}
	return found
}
