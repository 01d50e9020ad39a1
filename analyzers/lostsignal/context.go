package lostsignal

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// A signalContext is what a call of signal.NotifyContext puts into two variables.
type signalContext struct {
	signals.Registration
	assign inspector.Cursor // the assignment or declaration
	names  [2]*ast.Ident    // of the context and of its stop function; either may be blank
	ctx    *types.Var       // nil if blank, or no variable of a function
	stop   *types.Var       // likewise
}

// signalContext returns the variables that r, a call of NotifyContext, is assigned to.
func (c *check) signalContext(r signals.Registration) (*signalContext, bool) {
	if r.Func.Pkg() == nil || r.Func.Pkg().Path() != "os/signal" || r.Func.Signature().Results().Len() != 2 {
		return nil, false
	}
	sc := &signalContext{Registration: r, assign: r.Call.Parent()}
	var lhs []ast.Expr
	switch n := sc.assign.Node().(type) {
	case *ast.AssignStmt:
		lhs = n.Lhs
	case *ast.ValueSpec:
		for _, name := range n.Names {
			lhs = append(lhs, name)
		}
	}
	if len(lhs) != 2 {
		return nil, false // returned, or handed on
	}
	for i, e := range lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			return nil, false // a field: others have it too
		}
		sc.names[i] = id
	}
	sc.ctx, _ = c.Info.ObjectOf(sc.names[0]).(*types.Var)
	sc.stop, _ = c.Info.ObjectOf(sc.names[1]).(*types.Var)
	return sc, true
}

// unheardContext reports a context that nobody can wait for.
func (c *check) unheardContext(sc *signalContext) {
	if !sc.Set.Does.Any(stops) && !sc.Set.Every {
		return
	}
	if sc.names[0].Name != "_" {
		return // a variable is used, or does not compile
	}
	if sc.stop != nil && !c.onlyDeferred(sc.stop) {
		return // the signals are held off for a while, on purpose
	}
	c.Report(report.Finding{
		Range:    sc.Call.Node(),
		Category: "signal-unheard",
		Message:  "the context that the signal ends is dropped: the signal no longer ends the process, and nothing else does until SIGKILL",
		Remedy:   "wait for its Done, or drop the registration",
	})
}

// onlyDeferred reports whether the function in v is used by defer statements only.
func (c *check) onlyDeferred(v *types.Var) bool {
	return !slices.ContainsFunc(c.Uses(v), func(use inspector.Cursor) bool {
		switch use.ParentEdgeKind() {
		case edge.AssignStmt_Lhs:
			return false // ctx, stop = signal.NotifyContext(…)
		case edge.CallExpr_Fun:
			return !c.deferred(use.Parent())
		}
		return true
	})
}

// deferred reports whether the call at cur runs when its function, or one around that, returns.
func (c *check) deferred(cur inspector.Cursor) bool {
	for at := range c.Sites().Within(cur) {
		if at.How.Has(site.Deferred) {
			return true
		}
	}
	return false
}

// anyContext reports a context that every signal ends.
func (c *check) anyContext(sc *signalContext) {
	if sc.Set.Every && sc.names[0].Name != "_" {
		c.reportAny(sc.Call, sc.names[0].Name+" ends at every signal")
	}
}

// waits returns the expressions in the function around sc that receive from the context's Done channel.
func (c *check) waits(sc *signalContext) []inspector.Cursor {
	var found []inspector.Cursor
	for _, use := range c.Uses(sc.ctx) {
		sel := use.Parent()
		if use.ParentEdgeKind() != edge.SelectorExpr_X || sel.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		call := sel.Parent()
		row := c.Row(c.Callee(call.Node().(*ast.CallExpr)))
		if row == nil || !row.Does.Has(resource.AwaitsDone) {
			continue
		}
		if call.ParentEdgeKind() == edge.UnaryExpr_X && call.Parent().Node().(*ast.UnaryExpr).Op == token.ARROW {
			found = append(found, call.Parent())
		}
	}
	return found
}
