package deploy

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// A way is what one function does on the way out. Functions that do nothing have steps of no length.
type way struct {
	fn    inspector.Cursor
	lasts time.Duration
	steps []Step
}

// An event is something in a function that lasts.
type event struct {
	cur  inspector.Cursor // where it is over
	from inspector.Cursor // where its time begins to run, if that is earlier: where the deadline is set
	way  way
}

// waysOut finds the functions that stop servers, and how long each may take at least.
func (r *reader) waysOut(needs *Needs) {
	r.ways = make(map[token.Pos]*way)
	found := make(map[token.Pos][]stops.Stop)
	var functions []inspector.Cursor
	for _, stop := range stops.In(r.Package) {
		fn := index.Function(stop.Call)
		if !fn.Valid() || !r.Sites().Live(stop.Call) {
			continue
		}
		if found[fn.Node().Pos()] == nil {
			functions = append(functions, fn)
		}
		found[fn.Node().Pos()] = append(found[fn.Node().Pos()], stop)
	}
	for _, fn := range r.pausing() {
		if !slices.Contains(functions, fn) {
			functions = append(functions, fn)
		}
	}
	for _, fn := range functions {
		r.ways[fn.Node().Pos()] = r.wayOf(fn, found[fn.Node().Pos()])
	}
	for _, fn := range r.callers(functions) { // one level is most often all there is: main calls stop
		r.ways[fn.Node().Pos()] = r.wayOf(fn, found[fn.Node().Pos()])
	}
	for _, w := range r.ways {
		if w.lasts > 0 {
			needs.WaysOut = append(needs.WaysOut, WayOut{w.lasts, w.steps, r.doors(w.fn)})
		}
	}
	needs.WaysOut = append(needs.WaysOut, r.allowed()...)
	for _, app := range r.apps() {
		if w, ok := r.appWay(app); ok {
			needs.WaysOut = append(needs.WaysOut, w)
		}
	}
	for i := range needs.WaysOut {
		slices.SortStableFunc(needs.WaysOut[i].Steps, func(a, b Step) int {
			return cmp.Or(cmp.Compare(b.Lasts, a.Lasts), cmp.Compare(a.At.Offset, b.At.Offset))
		})
	}
	slices.SortFunc(needs.WaysOut, func(a, b WayOut) int {
		return cmp.Or(cmp.Compare(b.Lasts, a.Lasts), cmp.Compare(a.Steps[0].At.Filename, b.Steps[0].At.Filename), cmp.Compare(a.Steps[0].At.Offset, b.Steps[0].At.Offset))
	})
}

// callers returns the functions that call, or defer, one of the functions.
func (r *reader) callers(functions []inspector.Cursor) []inspector.Cursor {
	var found []inspector.Cursor
	for _, fn := range functions {
		for _, at := range r.Sites().Callers(fn) {
			if at.Fn.Valid() && !at.How.Any(site.Aside) && !slices.Contains(found, at.Fn) {
				found = append(found, at.Fn)
			}
		}
	}
	return found
}

// wayOf adds up what happens in the function at fn along one path: the longest one.
func (r *reader) wayOf(fn inspector.Cursor, stops []stops.Stop) *way {
	g := r.Graph(fn)
	if g == nil {
		return new(way)
	}
	contexts := r.Contexts()
	waits := contexts.SignalWaits(fn)
	var events []event
	for _, stop := range stops {
		if e, ok := r.stopping(contexts, stop.Call, stop.Context, "requests in flight"); ok {
			events = append(events, e)
		}
	}
	events = append(events, r.called(g, fn, waits)...)
	events = append(events, r.pauses(g, fn, waits, events)...)
	if len(events) == 0 {
		return new(way)
	}
	events = append(events, r.closings(contexts, fn, stops)...)
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.cur.Node().Pos(), b.cur.Node().Pos()) })
	longest := longestPath(g, events)
	longest.fn = fn
	for _, w := range r.deferred(contexts, fn) {
		longest.lasts += w.lasts
		longest.steps = append(longest.steps, w.steps...)
	}
	return longest
}

// stopping returns a call that gives up when a context ends as an event, where the same function sets a deadline that is
// known.
func (r *reader) stopping(contexts *ctxflow.Flow, call, ctx inspector.Cursor, what string) (event, bool) {
	held := contexts.Of(ctx)
	if len(held) != 1 {
		return event{}, false
	}
	e := event{cur: call}
	held[0].Chain(func(c *ctxflow.Context) bool {
		made, ok := c.At.Node().(*ast.CallExpr)
		if !ok || !c.Does.Has(resource.Limits) || len(made.Args) < 2 {
			return false
		}
		d, flag, ok := r.durations().Of(c.At.ChildAt(edge.CallExpr_Args, 1))
		if ok && (e.way.lasts == 0 || d < e.way.lasts) { // the first to end counts
			e.from, e.way = c.At, way{lasts: d, steps: []Step{{what, d, r.at(made.Pos()), flag}}}
		}
		return false
	})
	return e, e.way.lasts > 0 && index.Function(e.from) == index.Function(call)
}

// closings returns what else the function at fn closes within a deadline.
func (r *reader) closings(contexts *ctxflow.Flow, fn inspector.Cursor, but []stops.Stop) []event {
	var events []event
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		if own := site.Own(call); own.Fn != fn || own.How.Has(site.Goroutine) || slices.ContainsFunc(but, func(s stops.Stop) bool { return s.Call == call }) {
			continue
		}
		callee := r.Callee(call.Node().(*ast.CallExpr))
		if callee == nil || !guess.Does(callee.Name()).Any(guess.Ends|guess.Stops|guess.Completes) {
			continue
		}
		if params := callee.Signature().Params(); params.Len() == 0 || !resource.IsContext(params.At(0).Type()) {
			continue
		}
		if e, ok := r.stopping(contexts, call, call.ChildAt(edge.CallExpr_Args, 0), "what is closed"); ok {
			events = append(events, e)
		}
	}
	return events
}

// called returns the calls in fn of functions whose ways are known, unless the signal is yet to be awaited.
func (r *reader) called(g *flow.Graph, fn inspector.Cursor, waits []inspector.Cursor) []event {
	var events []event
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		if !site.Inline(call, fn) {
			continue
		}
		if w := r.wayOfCall(call); w != nil && w.lasts > 0 && afterSome(g, waits, call) {
			events = append(events, event{cur: call, way: *w})
		}
	}
	return events
}

// wayOfCall returns what is known of the function that is called, or nil.
func (r *reader) wayOfCall(call inspector.Cursor) *way {
	if fn := r.Callee(call.Node().(*ast.CallExpr)); fn != nil {
		if decl, _ := r.Decl(fn); decl.Valid() {
			return r.ways[decl.Node().Pos()]
		}
		return nil
	}
	if lit, ok := r.Lit(call); ok {
		return r.ways[lit.Node().Pos()]
	}
	return nil
}

// deferred returns the ways of what fn defers, unless it ends the process before it returns.
func (r *reader) deferred(contexts *ctxflow.Flow, fn inspector.Cursor) []*way {
	var found []*way
	for stmt := range fn.Preorder((*ast.DeferStmt)(nil)) {
		call := stmt.ChildAt(edge.DeferStmt_Call, -1)
		if index.Function(stmt) != fn || r.endsProcess(fn) {
			continue
		}
		if w := r.wayOfCall(call); w != nil {
			found = append(found, w)
		} else if lit, ok := r.Lit(call); ok {
			if g := r.Graph(lit); g != nil {
				found = append(found, longestPath(g, r.closings(contexts, lit, nil)))
			}
		}
	}
	return found
}

// endsProcess reports whether the last statement of fn ends the process.
func (r *reader) endsProcess(fn inspector.Cursor) bool {
	var body *ast.BlockStmt
	switch n := fn.Node().(type) {
	case *ast.FuncDecl:
		body = n.Body
	case *ast.FuncLit:
		body = n.Body
	}
	if body == nil || len(body.List) == 0 {
		return false
	}
	stmt, ok := body.List[len(body.List)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	row := r.Ask(r.Callee(call))
	return row != nil && row.Does.Any(resource.Exits|resource.MayExit|resource.Panics)
}

// pausing returns the functions that wait for a signal and then for nothing but the time.
func (r *reader) pausing() []inspector.Cursor {
	var functions []inspector.Cursor
	for _, pause := range r.Funcs() {
		if !isPause(pause) {
			continue
		}
		for call := range r.Calls(pause) {
			fn := index.Function(call)
			if fn.Valid() && !slices.Contains(functions, fn) && r.Sites().Live(call) && len(r.Contexts().SignalWaits(fn)) > 0 {
				functions = append(functions, fn)
			}
		}
	}
	return functions
}

// isPause reports whether what fn returns, or its end, is only a matter of time.
func isPause(fn *types.Func) bool {
	return fn.FullName() == "time.Sleep" || fn.FullName() == "time.After"
}

// pauses returns the pauses of fn between the signal and a stop, or the end of the process.
func (r *reader) pauses(g *flow.Graph, fn inspector.Cursor, waits []inspector.Cursor, stops []event) []event {
	var events []event
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		callee := r.Callee(call.Node().(*ast.CallExpr))
		if callee == nil || !isPause(callee) || index.Function(call) != fn {
			continue
		}
		stmt := call
		if callee.Name() == "After" {
			stmt = call.Parent() // <-time.After(d)
		}
		if stmt.ParentEdgeKind() != edge.ExprStmt_X || stmt.Parent().ParentEdgeKind() == edge.CommClause_Comm {
			continue // something else may come first
		}
		d, flag, ok := r.durations().Of(call.ChildAt(edge.CallExpr_Args, 0))
		if !ok || !afterSome(g, waits, call) {
			continue
		}
		what := ""
		if slices.ContainsFunc(stops, func(stop event) bool {
			return g.Leads(call.Node(), stop.cur.Node(), nil) && !g.Leads(stop.cur.Node(), call.Node(), nil)
		}) {
			what = "a delay"
		} else if r.endsAfter(g, fn, waits, call) {
			what = "a pause before the end"
		}
		if what != "" {
			events = append(events, event{cur: call, way: way{lasts: d, steps: []Step{{what, d, r.at(call.Node().Pos()), flag}}}})
		}
	}
	return events
}

// endsAfter reports whether the process ends after what is at cur in fn, and not after another signal.
func (r *reader) endsAfter(g *flow.Graph, fn inspector.Cursor, waits []inspector.Cursor, cur inspector.Cursor) bool {
	if len(waits) == 0 || slices.ContainsFunc(waits, func(wait inspector.Cursor) bool { return g.Leads(cur.Node(), wait.Node(), nil) }) {
		return false
	}
	if r.isMain(fn) || slices.ContainsFunc(r.Sites().Callers(fn), func(at site.Site) bool { return r.isMain(at.Fn) && !at.How.Any(site.Aside) }) {
		return true
	}
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		if row := r.Ask(r.Callee(call.Node().(*ast.CallExpr))); row != nil && row.Does.Any(resource.Exits) && index.Function(call) == fn && g.Leads(cur.Node(), call.Node(), nil) {
			return true
		}
	}
	return false
}

// isMain reports whether the function at fn is that of the program.
func (r *reader) isMain(fn inspector.Cursor) bool {
	if !fn.Valid() || r.Pkg.Name() != "main" {
		return false
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	return ok && decl.Recv == nil && decl.Name.Name == "main"
}

// afterSome reports whether cur can come after one of the waits, if there are any.
func afterSome(g *flow.Graph, waits []inspector.Cursor, cur inspector.Cursor) bool {
	return len(waits) == 0 || slices.ContainsFunc(waits, func(wait inspector.Cursor) bool { return g.Leads(wait.Node(), cur.Node(), nil) })
}

// longestPath returns the longest sum along one path through events, which are in the order of the source.
func longestPath(g *flow.Graph, events []event) *way {
	best := new(way)
	ends := make([]way, len(events)) // when each is over
	// before returns the longest way to the syntax at cur, over the events before the n-th.
	before := func(cur inspector.Cursor, n int) way {
		var w way
		for i := range n {
			if ends[i].lasts > w.lasts && g.Leads(events[i].cur.Node(), cur.Node(), nil) && !g.Leads(cur.Node(), events[i].cur.Node(), nil) {
				w = ends[i]
			}
		}
		return w
	}
	for n, e := range events {
		ends[n] = before(e.cur, n)
		begins := ends[n]
		if e.from.Valid() {
			begins = before(e.from, n)
		}
		if sum := begins.lasts + e.way.lasts; sum > ends[n].lasts {
			ends[n] = way{lasts: sum, steps: slices.Concat(begins.steps, e.way.steps)}
		}
		if ends[n].lasts > best.lasts {
			best = &way{lasts: ends[n].lasts, steps: ends[n].steps}
		}
	}
	return best
}
