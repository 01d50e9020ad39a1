// Package request finds the code that runs while a request is served.
package request

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// Code is the code of one package that runs while a request is served.
type Code struct {
	Handlers []inspector.Cursor // function declarations and literals that take a request, in the order of the source

	s       *summary.Summary
	reached map[inspector.Cursor]inspector.Cursor   // and what they call, each with the function that calls it; a handler with itself
	calls   map[inspector.Cursor][]inspector.Cursor // of what they call; those next to a handler first
}

// Find finds the functions that take a request, registered or not, and those of the same package that they call.
func Find(s *summary.Summary) *Code {
	c := &Code{s: s, reached: make(map[inspector.Cursor]inspector.Cursor), calls: make(map[inspector.Cursor][]inspector.Cursor)}
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
			if sig := index.Signature(s.Info, cur); sig != nil && index.Body(cur) != nil && resource.TakesRequest(sig) {
				c.Handlers = append(c.Handlers, cur)
			}
		}
	}
	for _, h := range c.Handlers {
		c.reached[h] = h
	}
	for queue := slices.Clone(c.Handlers); len(queue) > 0; queue = queue[1:] {
		for cur := range queue[0].Preorder((*ast.CallExpr)(nil)) {
			callee := s.Callee(cur.Node().(*ast.CallExpr))
			if callee == nil {
				continue
			}
			decl, n := s.Decl(callee)
			if n == nil || n.Body == nil {
				continue
			}
			c.calls[decl] = append(c.calls[decl], cur)
			if !c.reached[decl].Valid() {
				c.reached[decl] = queue[0]
				queue = append(queue, decl)
			}
		}
	}
	return c
}

// Runs reports whether the code at cur runs while a request is served.
func (c *Code) Runs(cur inspector.Cursor) bool {
	fn, ok := c.around(cur)
	if ok && c.reached[fn] != fn {
		_, ok = c.call(fn, cur)
	}
	return ok
}

// around returns the innermost function around cur that is reached.
func (c *Code) around(cur inspector.Cursor) (fn inspector.Cursor, ok bool) {
	for fn = index.Function(cur); fn.Valid(); fn = index.Function(fn.Parent()) {
		if c.reached[fn].Valid() {
			return fn, true
		}
	}
	return fn, false
}

// call returns the first call of the function declaration at fn that gets to the code at cur in it with the constants that it passes.
func (c *Code) call(fn, cur inspector.Cursor) (call inspector.Cursor, ok bool) {
	f := c.s.Declared("", fn)
	for _, call := range c.calls[fn] {
		given := f.Given(call.Node().(*ast.CallExpr))
		if len(given) == 0 {
			return call, true
		}
		g := c.s.Graph(fn)
		at, ok := g.Find(cur.Node())
		if !ok || g.Admits(at, g.Knowing(c.s.Info, given)) {
			return call, true
		}
	}
	return call, false
}

// A Way leads from a handler to code that runs while a request is served.
type Way struct {
	Handler inspector.Cursor // the function that takes the request
	Calls   []string         // the names of the functions that it goes through, that around the code last; empty in the handler itself
}

// Way returns one of the shortest ways to the code at cur, of which Runs is true.
func (c *Code) Way(cur inspector.Cursor) Way {
	var w Way
	fn, _ := c.around(cur)
	from := c.reached[fn]
	if from != fn {
		call, _ := c.call(fn, cur)
		if caller, _ := c.around(call); caller != fn {
			from = caller
		}
	}
	for from != fn {
		w.Calls = append(w.Calls, fn.Node().(*ast.FuncDecl).Name.Name)
		fn, from = from, c.reached[from]
	}
	slices.Reverse(w.Calls)
	w.Handler = fn
	return w
}

// From names the handler, and the functions on the way from it.
func (w Way) From() string {
	name := "a request handler"
	if decl := index.Declaration(w.Handler); decl == w.Handler {
		name = "the request handler " + decl.Node().(*ast.FuncDecl).Name.Name
	} else if decl.Valid() {
		name = "a request handler in " + decl.Node().(*ast.FuncDecl).Name.Name
	}
	if len(w.Calls) > 0 {
		name += " (through " + strings.Join(w.Calls, ", ") + ")"
	}
	return name
}

// Handler returns the outermost function around cur that takes a request.
func (c *Code) Handler(cur inspector.Cursor) (inspector.Cursor, bool) {
	var found inspector.Cursor
	for fn := index.Function(cur); fn.Valid(); fn = index.Function(fn.Parent()) {
		for _, h := range c.Handlers {
			if h == fn {
				found = fn
			}
		}
	}
	return found, found.Valid()
}
