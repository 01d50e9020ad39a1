// Package chain tells which routes of a gin engine have a recovery in front of them.
//
// Gin copies the chain of middleware at each Group and at each registration: what Use adds later is not in front of the
// routes that are there already. So order counts, here as far as it is certain: a route is bare only if it is registered
// before every recovery on all paths that lead through both.
package chain

import (
	"go/ast"
	"go/constant"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A Reader reads chains in one package, or, with a tracer that stays within, in one function.
type Reader struct {
	*trace.Tracer
	Graph func(fn inspector.Cursor) *flow.Graph
}

// A Route is a registration, or a call that registers routes.
type Route struct {
	Cur   inspector.Cursor
	Probe bool             // it only tells how the service is, or hands out files
	at    inspector.Cursor // where its chain was copied from the engine's
}

// A Chain is what is known of the routes of one engine, or of one group.
type Chain struct {
	Fate    *trace.Fate
	Uses    []inspector.Cursor // where a middleware is added that recovers, or may do so
	Routes  []Route            // those without a recovery of their own
	Covered bool               // some routes have, or may have, a recovery of their own
	Seen    bool               // a recovery is certain, of one route at least
	Serves  []trace.Event
	Lost    bool // it also goes where nobody knows what becomes of it, or behind another handler
	Left    bool // importers can reach it

	reader *Reader
	handed map[inspector.Cursor]bool // the calls that hand it to a function
	args   bool                      // it gets the middleware that callers of the function pass
}

// depth bounds groups in groups.
const depth = 8

// Read returns the chain of the value with the given fate.
func (r *Reader) Read(fate *trace.Fate) *Chain { return r.read(fate, 0) }

func (r *Reader) read(fate *trace.Fate, level int) *Chain {
	c := &Chain{Fate: fate, reader: r, handed: make(map[inspector.Cursor]bool)}
	for _, e := range fate.Events {
		if e.Kind == trace.Passed || e.Kind == trace.Called {
			c.handed[e.At] = true
		}
	}
	for _, e := range fate.Events {
		switch {
		case e.Kind == trace.Lost || e.Effect.Has(resource.Escapes) || r.keeps(e) || r.behind(e):
			c.Lost = true
		case e.Kind == trace.Left:
			c.Left = true
		case replaces(e):
			c.Uses = append(c.Uses, e.At)
		case e.Kind == trace.Bound:
			c.bound(e)
		case e.Kind == trace.Called || e.Kind == trace.Passed:
			c.called(e, level)
		}
	}
	return c
}

// Replaced reports whether the list of middleware itself is set.
func Replaced(fate *trace.Fate) bool { return slices.ContainsFunc(fate.Events, replaces) }

func replaces(e trace.Event) bool {
	return e.Kind == trace.Written && e.Field.Name() == "Handlers" && resource.IsMiddleware(e.Field.Type())
}

// bound notes a method that is taken as a value: when it is called, and with what, is not known.
func (c *Chain) bound(e trace.Event) {
	if e.Effect.Any(resource.Recovers | resource.UsesArgs) {
		c.Uses = append(c.Uses, e.At)
	}
	if e.Effect.Any(resource.Groups) {
		c.Covered = true
	}
	c.serves(e)
}

func (c *Chain) serves(e trace.Event) {
	if e.Effect.Any(resource.Serves | resource.RunsEngine | resource.Handles) {
		c.Serves = append(c.Serves, e)
	}
}

func (c *Chain) called(e trace.Event, level int) {
	if e.Effect.Has(resource.UsesArgs) {
		switch c.reader.middleware(e.At, 0) {
		case yes:
			c.Uses, c.Seen = append(c.Uses, e.At), true
		case unknown:
			c.Uses = append(c.Uses, e.At)
		case argument:
			c.args = true
		}
	}
	if e.Effect.Has(resource.Recovers) {
		c.Uses, c.Seen = append(c.Uses, e.At), true
	}
	if e.Effect.Has(resource.Groups) && level < depth {
		c.group(e.At, level)
	}
	if e.Effect.Has(resource.Covers) {
		c.Covered = true
	}
	c.Seen = c.Seen || e.Effect.Has(resource.Shields)
	if e.Effect.Any(resource.Routes | resource.Probes) {
		c.route(e)
	}
	c.serves(e)
}

// route notes the routes that the call of e registers.
func (c *Chain) route(e trace.Event) {
	r := Route{Cur: e.At, at: e.At, Probe: !e.Effect.Has(resource.Routes)}
	if e.Kind == trace.Called && c.reader.Index.Row(e.Func) != nil { // gin's own method
		call := e.At.Node().(*ast.CallExpr)
		if v := c.reader.middleware(e.At, 0); v == yes || v != no && call.Ellipsis.IsValid() {
			c.Covered, c.Seen = true, c.Seen || v == yes
			return
		}
		r.Probe = r.Probe || c.reader.probe(call, e.Func.Name())
	}
	c.Routes = append(c.Routes, r)
}

// group adds the routes of the group that the call at cur makes.
func (c *Chain) group(cur inspector.Cursor, level int) {
	g := c.reader.read(c.reader.Follow(cur, 0), level+1)
	if v := c.reader.middleware(cur, 0); v != no {
		c.Covered, c.Seen = true, c.Seen || v == yes
		return
	}
	c.Seen = c.Seen || g.Seen
	c.Covered = c.Covered || g.Covered || g.Lost || g.Left || g.args || len(g.Uses) > 0
	for _, e := range g.Fate.Events {
		c.Covered = c.Covered || e.Kind == trace.Returned && c.reader.Within.Valid()
	}
	for _, r := range g.Bare() {
		c.Routes = append(c.Routes, Route{Cur: r.Cur, Probe: r.Probe, at: cur})
	}
}

// Bare returns the routes that certainly have no recovery.
func (c *Chain) Bare() []Route {
	var bare []Route
	for _, r := range c.Routes {
		first := true
		for _, use := range c.Uses {
			first = first && c.before(r.at, use)
		}
		if first {
			bare = append(bare, r)
		}
	}
	return bare
}

// Effect returns what the function, whose tracer stays within it, does to the engine or group.
func (c *Chain) Effect() resource.Effect {
	var e resource.Effect
	if len(c.Uses) > 0 {
		e |= resource.Recovers
	}
	if c.Covered {
		e |= resource.Covers
		if c.Seen {
			e |= resource.Shields
		}
	}
	if c.args {
		e |= resource.UsesArgs
	}
	for _, r := range c.Bare() {
		if r.Probe {
			e |= resource.Probes
		} else {
			e |= resource.Routes
		}
	}
	return e
}

// Made returns what is already done to an engine that the expression at cur makes, by a function with the given effect.
// Only what concerns chains is looked at.
func (r *Reader) Made(cur inspector.Cursor, effect resource.Effect) resource.Effect {
	effect &= resource.Chains
	if !effect.Has(resource.UsesArgs) {
		return effect
	}
	effect &^= resource.UsesArgs
	switch r.middleware(cur, 0) {
	case yes, unknown:
		effect |= resource.Recovers
	case argument:
		effect |= resource.UsesArgs
	}
	return effect
}

// probe reports whether the route that the call of gin's method registers has such a path.
func (r *Reader) probe(call *ast.CallExpr, method string) bool {
	i := 0
	if method == "Handle" || method == "Match" {
		i = 1
	}
	if i >= len(call.Args) {
		return false
	}
	v := r.Index.Info.Types[call.Args[i]].Value
	if v == nil || v.Kind() != constant.String {
		return false
	}
	return guess.IsProbe(constant.StringVal(v))
}

// Name returns the identifier or field that the value made by the expression at cur is put into, or "".
func Name(cur inspector.Cursor) string {
	if lhs, ok := target(cur); ok {
		switch n := lhs.(type) {
		case *ast.Ident:
			if n.Name != "_" {
				return n.Name
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				return x.Name + "." + n.Sel.Name
			}
		}
	}
	return ""
}

func target(cur inspector.Cursor) (ast.Expr, bool) {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		stmt := cur.Parent().Node().(*ast.AssignStmt)
		return stmt.Lhs[min(i, len(stmt.Lhs)-1)], true
	case edge.ValueSpec_Values:
		spec := cur.Parent().Node().(*ast.ValueSpec)
		return spec.Names[min(i, len(spec.Names)-1)], true
	}
	return nil, false
}
