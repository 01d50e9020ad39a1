package nakedgo

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// A way leads from a handler to a function that ends the process.
type way struct {
	request.Way
	fn inspector.Cursor // of the handler, or of a function that is declared here and can end the process
}

// exits reports where the process ends because of a request. Each place is reported once, with the shortest way that leads
// there from the first handler that can get there.
func (c *checker) exits() {
	seen := make(map[inspector.Cursor]bool)
	told := make(map[string]bool)
	for _, handler := range c.code.Handlers {
		queue := []way{{Way: request.Way{Handler: handler}, fn: handler}}
		for len(queue) > 0 {
			w := queue[0]
			queue = queue[1:]
			if seen[w.fn] {
				continue
			}
			seen[w.fn] = true
			for _, cur := range c.endings(w) {
				call := cur.Node().(*ast.CallExpr)
				fn := c.Callee(call)
				if c.Row(fn) == nil && resource.TakesRequest(fn.Signature()) {
					continue // a handler itself, which is reported where it stands
				}
				if decl, n := c.Decl(fn); c.Row(fn) == nil && n != nil && n.Body != nil && !exit.Does(c.Package, call).Has(resource.Exits) {
					next := request.Way{Handler: handler, Calls: append(slices.Clip(w.Calls), fn.Name())}
					queue = append(queue, way{next, decl})
					continue
				}
				if place := exit.At(c.Package, call); !told[place] && c.Sites().Live(handler) {
					told[place] = true
					c.reportExit(w, call, fn, place)
				}
			}
		}
	}
}

// endings returns the calls that end the process, or can, in the function that w has come to: in its course, or, in a handler,
// anywhere.
func (c *checker) endings(w way) []inspector.Cursor {
	var found []inspector.Cursor
	setups := make(map[inspector.Cursor]*exit.Setup)
	setup := func(fn inspector.Cursor) *exit.Setup {
		if setups[fn] == nil {
			setups[fn] = exit.Initial(c.Package, fn)
		}
		return setups[fn]
	}
	for cur := range w.fn.Preorder((*ast.CallExpr)(nil)) {
		if !exit.Does(c.Package, cur.Node().(*ast.CallExpr)).Any(resource.Exits|resource.MayExit) ||
			c.onPurpose(cur) || exit.Stopped(c.Package, cur) || c.panicked(cur) {
			continue
		}
		if w.fn != w.Handler && (!site.Inline(cur, w.fn) || exit.Depends(c.Declared("", w.fn), cur)) {
			continue
		}
		if !c.initial(cur, w.fn, setup) {
			found = append(found, cur)
		}
	}
	return found
}

// initial reports whether the code at cur, in the function at outer or in a literal there, only sets something up.
func (c *checker) initial(cur, outer inspector.Cursor, setup func(inspector.Cursor) *exit.Setup) bool {
	for fn := index.Function(cur); ; cur, fn = fn, index.Function(fn.Parent()) { // out of the literals around it
		switch {
		case setup(fn).Only(cur):
			return true
		case fn == outer:
			return false
		case c.Sites().Once(fn):
			return true
		}
	}
}

// reportExit reports the call of fn, which ends the process in the function that w has come to, at the given place.
func (c *checker) reportExit(w way, call *ast.CallExpr, fn *types.Func, place string) {
	ends := " ends the process"
	if !exit.Does(c.Package, call).Has(resource.Exits) {
		ends = " can end the process"
	}
	var there []analysis.RelatedInformation
	if c.Row(fn) == nil && !exit.Does(c.Package, call).Has(resource.Exits) {
		ends += " (" + place + ")"
		there = report.Elsewhere(c.Find(place), "the process ends here")
	}
	while := " while a request is served"
	if len(w.Calls) > 0 {
		while += " by " + w.From()
	}
	c.Report(report.Finding{
		Range:    call,
		Category: "exit-in-handler",
		Message:  fn.Name() + ends + while + ": one request cuts all the others",
		Remedy:   "answer with an error instead",
		Note:     c.always(w, call),
		Related:  there,
	})
}

// always reports whether the handler that w has not left makes the call whatever the request is: it is there to end the process.
func (c *checker) always(w way, call *ast.CallExpr) bool {
	var block *ast.BlockStmt
	switch fn := w.Handler.Node().(type) {
	case *ast.FuncDecl:
		block = fn.Body
	case *ast.FuncLit:
		block = fn.Body
	}
	return w.fn == w.Handler && block != nil && slices.ContainsFunc(block.List, func(s ast.Stmt) bool {
		stmt, ok := s.(*ast.ExprStmt)
		return ok && stmt.X == call
	})
}

// onPurpose reports whether the call at cur ends the process with status 0, a while after the answer: somebody has asked for
// that.
func (c *checker) onPurpose(cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	if len(call.Args) != 1 || c.Info.Types[call.Args[0]].Value == nil || c.Info.Types[call.Args[0]].Value.ExactString() != "0" {
		return false
	}
	for lit := range cur.Enclosing((*ast.FuncLit)(nil)) {
		if lit.ParentEdgeKind() != edge.CallExpr_Fun || lit.Parent().ParentEdgeKind() != edge.GoStmt_Call {
			continue
		}
		for other := range lit.Preorder((*ast.CallExpr)(nil)) {
			if fn := c.Callee(other.Node().(*ast.CallExpr)); fn != nil && fn.FullName() == "time.Sleep" {
				return true
			}
		}
	}
	return false
}

// panicked reports whether the call at cur ends the process where a goroutine has panicked, which would have ended it as well.
func (c *checker) panicked(cur inspector.Cursor) bool {
	return exit.Recovered(c.Package, cur) && c.Sites().Started(cur)
}
