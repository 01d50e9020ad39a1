package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// mistakes returns the event that the call at cur, of fn, is if it treats the error that it is given as a failure.
func (w *writer) mistakes(cur inspector.Cursor, fn *types.Func) []atom {
	call := cur.Node().(*ast.CallExpr)
	if !w.MayReturn(call) {
		return []atom{w.exits(cur)}
	}
	takes := false
	for _, arg := range call.Args {
		t := w.Info.TypeOf(arg)
		takes = takes || t != nil && (resource.IsError(t) || types.IsInterface(t) || isString(t))
	}
	if !takes {
		return nil
	}
	chained := w.alarms(cur)
	n := Node{Kind: Fail, Name: types.ExprString(call.Fun), at: cur, Line: w.fset.Position(call.Pos()).Line}
	return []atom{{happens: func(st state) (Node, []follow, bool) {
		if st.belief == nil {
			return n, nil, false
		}
		for i, arg := range call.Args {
			if !st.belief.holds(arg) {
				continue
			}
			next, n := st, n
			next.atom++
			n.On = st.belief.class
			if st.belief.class == Nil {
				if impl := w.implementations(fn); len(impl) > 0 && !slices.ContainsFunc(impl, func(fn *types.Func) bool { return !w.ends(fn) }) {
					n.Kind = Exit // whatever it is given
					return n, nil, true
				}
				return n, nil, false
			}
			if chained {
				return n, []follow{{Any, next}}, true
			}
			switch w.verdict(fn, trace.Slot(fn, i), st.belief.class == Closed, 3) {
			case Exit:
				n.Kind = Exit
				return n, nil, true
			case Fail:
				return n, []follow{{Any, next}}, true
			}
		}
		return n, nil, false
	}}}
}

// alarms reports whether the call at cur is one of a chain, one of which logs a failure: log.Error().Err(err), entry.WithError(err).Error().
func (w *writer) alarms(cur inspector.Cursor) bool {
	outer := cur
	for outer.ParentEdgeKind() == edge.SelectorExpr_X && outer.Parent().ParentEdgeKind() == edge.CallExpr_Fun {
		outer = outer.Parent().Parent()
	}
	e, depth := outer.Node().(ast.Expr), 0
	for ; depth < 50; depth++ {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			break
		}
		if row := w.Row(w.Callee(call)); row != nil && row.Does.Has(resource.LogsFailure) && (depth > 0 || outer != cur) {
			return true
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			break
		}
		e = sel.X
	}
	return false
}

// exits is the event that the call at cur is, which does not return, if it is made because of an error.
func (w *writer) exits(cur inspector.Cursor) atom {
	call := cur.Node().(*ast.CallExpr)
	n := Node{Kind: Exit, Name: types.ExprString(call.Fun), at: cur, Line: w.fset.Position(call.Pos()).Line}
	return atom{happens: func(st state) (Node, []follow, bool) {
		n := n
		n.On = w.about(cur, st.belief)
		return n, nil, n.On != 0
	}}
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// verdict says what fn does about the error in its i'th parameter: Exit if it ends the process over it, Fail if it logs it as a
// failure.
func (b *builder) verdict(fn *types.Func, i int, closed bool, depth int) Kind {
	if row := b.Row(fn); row != nil {
		return failing(row)
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return b.agreed(fn, i, closed, depth)
	}
	decl, node := b.Decl(fn)
	if node == nil {
		if row := b.Ask(fn); row != nil && b.Own(fn.Pkg()) {
			return failing(row)
		}
		return Pass
	}
	v := trace.Param(b.Info, node.Type, i)
	g := b.Graph(decl)
	if v == nil || g == nil || depth == 0 {
		return Pass
	}
	says := serveerr.NewBelief(b.Info, closed, v)
	found := Pass
	g.Walk(g.Entry(), says.Branch(g), func(_ flow.Point, n ast.Node) flow.Action {
		cur, ok := decl.FindNode(n)
		if !ok {
			return flow.Go
		}
		for c := range cur.Preorder((*ast.CallExpr)(nil)) {
			call := c.Node().(*ast.CallExpr)
			switch callee := b.Callee(call); {
			case index.Function(c) != decl:
			case !b.MayReturn(call):
				found = Exit
				return flow.Stop
			case callee != nil:
				for j, arg := range call.Args {
					if says.Holds(arg) && summary.Alarms(b.Index, call) {
						found = Fail
					}
					if says.Holds(arg) && found == Pass {
						found = b.verdict(callee, trace.Slot(callee, j), closed, depth-1)
					}
				}
			}
		}
		return flow.Go
	})
	if says.Unsure {
		return Pass
	}
	return found
}

// ends reports whether fn never returns, but ends the process.
func (b *builder) ends(fn *types.Func) bool {
	row := b.Ask(fn)
	return row != nil && row.Does.Has(resource.Exits)
}

func failing(row *resource.Row) Kind {
	if row.Does.Has(resource.Exits) {
		return Exit
	}
	if row.Does.Has(resource.LogsFailure) {
		return Fail
	}
	return Pass
}

// agreed is verdict for a method of an interface: what all of the module's types that have it agree on.
func (b *builder) agreed(fn *types.Func, i int, closed bool, depth int) Kind {
	if depth == 0 {
		return Pass
	}
	found := Pass
	for n, impl := range b.implementations(fn) {
		v := b.verdict(impl, i, closed, depth-1)
		if n > 0 && v != found {
			return Pass
		}
		found = v
	}
	return found
}

// A Fate is what becomes of the error with which a call that serves returns.
type Fate struct {
	Exits, Fails []*Event
}

// PassesClosed reports whether e, which serves, returns http.ErrServerClosed.
func (e *Event) PassesClosed() bool {
	return slices.ContainsFunc(e.Next, func(s Step) bool { return s.On&Closed != 0 && s.On != Any })
}

// Fate returns what becomes of the error of serve if it is of the class.
func (p *Program) Fate(serve *Event, class Class) Fate {
	f := &fate{Program: p, class: class, seen: make(map[carrier]bool)}
	f.follow(serve.Next, serve.Call)
	for len(f.queue) > 0 {
		c := f.queue[0]
		f.queue = f.queue[1:]
		if !f.seen[c] {
			f.seen[c] = true
			f.visit(c)
		}
	}
	return f.Fate
}

// A carrier is an event at which the error is in the hands of the function that the event frame has called.
type carrier struct {
	at, frame *Event
}

type fate struct {
	Fate
	*Program
	class Class
	seen  map[carrier]bool
	queue []carrier
}

func (f *fate) follow(steps []Step, frame *Event) {
	for _, s := range steps {
		if s.On&f.class != 0 {
			f.queue = append(f.queue, carrier{s.To, frame})
		}
	}
}

func (f *fate) visit(c carrier) {
	e := c.at
	if e.Call != c.frame {
		f.follow(e.Next, c.frame) // the error is not there
		return
	}
	switch e.Kind {
	case Serve:
		return // the next error
	case Fail:
		if e.On == f.class {
			f.Fails = append(f.Fails, e)
		}
	case Exit:
		if e.On == f.class {
			f.Exits = append(f.Exits, e)
		}
	case Tell:
		if e.On == f.class {
			f.received(e.Obj, e.Actor)
		}
	case Return:
		if e.On != f.class {
			return
		}
		switch {
		case c.frame == nil:
			if f.Root.Command {
				f.Fails = append(f.Fails, e)
			}
		case c.frame.Kind == Start:
			f.received(c.frame.Obj, e.Actor)
		default:
			f.follow(e.Next, c.frame.Call)
		}
		return
	}
	f.follow(e.Next, c.frame)
}

// received follows the error to where others wait for o, and for nothing else: when the stop begins, a choice has been made.
func (f *fate) received(o Object, from *Actor) {
	for _, e := range f.Events {
		if e.Kind == Await && !e.Choice && e.Actor != from && f.Same(e.Obj, o) {
			f.follow(e.Next, e.Call)
		}
	}
}

// An Unheeded is a call that serves, and the wait for a signal in which the program stays when that fails.
type Unheeded struct{ Serve, Wait *Event }

// Unheeded returns the calls with which the one server of the program serves, if nobody hears when that fails, and the program
// waits for a signal all the same: it serves in a goroutine, or the way out that follows begins with that wait.
func (p *Program) Unheeded() (found []Unheeded) {
	serves := p.of(Serve)
	for _, e := range serves {
		if !p.Same(e.Obj, serves[0].Obj) {
			return nil // one may be dispensable
		}
		start := e.Actor.Start
		if start != nil && start.Aside == Goroutine && !start.group() {
			if wait := p.waits(start); wait != nil && !p.heeded(e) {
				found = append(found, Unheeded{e, wait})
			}
		} else if wait := p.stuck(e); wait != nil {
			found = append(found, Unheeded{e, wait})
		}
	}
	return found
}

// waits returns the wait for a signal that follows the start of a goroutine, by the same actor, or nil.
func (p *Program) waits(start *Event) *Event {
	for _, e := range p.of(Await) {
		if e.Actor == start.Actor && leads(start, e) && p.signals(e) {
			return e
		}
	}
	return nil
}

// stuck returns the wait for a signal to which all paths lead, without anything else on them, when serve fails, or nil.
func (p *Program) stuck(serve *Event) (wait *Event) {
	seen := make(map[*Event]bool)
	var visit func(*Event) bool
	visit = func(e *Event) bool {
		if seen[e] {
			return true
		}
		seen[e] = true
		switch e.Kind {
		case Await:
			if wait = e; p.signals(e) {
				return true
			}
			return false
		case Pass, Call, Fail:
		case Return:
			if e.Script == nil {
				return false
			}
		default:
			return false
		}
		return !slices.ContainsFunc(e.Next, func(s Step) bool { return !visit(s.To) })
	}
	for _, next := range serve.Next {
		if next.On&Failed != 0 && !visit(next.To) {
			return nil
		}
	}
	return wait
}

// signals reports whether e goes on when a signal has come.
func (p *Program) signals(e *Event) bool {
	return e.Signal || slices.ContainsFunc(p.Events, func(tell *Event) bool {
		return tell.Kind == Tell && p.Same(tell.Obj, e.Obj) && slices.ContainsFunc(p.of(Await), func(sig *Event) bool {
			return sig.Signal && sig.Actor == tell.Actor && leads(sig, tell)
		})
	})
}

// heeded reports whether anything comes of it when serve fails.
func (p *Program) heeded(serve *Event) bool {
	seen := make(map[*Event]bool)
	for _, next := range serve.Next {
		if next.On&Failed != 0 {
			seen[next.To] = true
			reach(next.To, seen)
		}
	}
	for e := range seen {
		switch e.Kind {
		case Pass, Call, Return, Fail:
		default:
			return true
		}
	}
	return false
}
