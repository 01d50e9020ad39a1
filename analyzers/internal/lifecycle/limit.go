package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/duration"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Limit says how long something may last at most. The zero Limit is a deadline of which nobody knows how long it is.
type Limit struct {
	Lasts time.Duration // 0 if it is not known
	Flag  string        // the flag whose default Lasts is, or ""
	Text  string        // the expression that says how long, if that is not known
	From  string        // the place where the time begins to run, or "": with the event
	Param string        // the parameter by which it is given
	None  bool          // nothing bounds it
	Over  bool          // the time is up before it begins

	Each bool // it is another one each time around a loop

	Signal bool // it ends at a signal
}

// limitOf returns what bounds the call at cur by one of its arguments: a context, or a duration.
func (w *writer) limitOf(cur inspector.Cursor, fn *types.Func) *Limit {
	call := cur.Node().(*ast.CallExpr)
	for i, arg := range call.Args {
		if t := w.Info.TypeOf(arg); t != nil && (resource.IsContext(t) || isDuration(t)) {
			at := cur.ChildAt(edge.CallExpr_Args, i)
			l := w.limit(at)
			if l != nil && resource.IsContext(t) {
				l.Over = w.Contexts().Ended(at).Reason != ctxflow.Alive
				l.Each = w.anew(at)
			}
			return l
		}
	}
	return nil
}

// anew reports whether the context at cur is made in the loop that cur stands in.
func (w *writer) anew(cur inspector.Cursor) bool {
	for loop := range cur.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil)) {
		n := loop.Node()
		return slices.ContainsFunc(w.Contexts().Of(cur), func(c *ctxflow.Context) bool {
			return n.Pos() <= c.At.Node().Pos() && c.At.Node().End() <= n.End()
		})
	}
	return false
}

func takesTime(fn *types.Func) bool {
	return resource.Some(fn.Signature().Params(), func(t types.Type) bool { return resource.IsContext(t) || isDuration(t) })
}

func isDuration(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Duration" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// limit returns what the expression at cur, a context or a duration, bounds; nil if that is not known.
func (b *builder) limit(cur inspector.Cursor) *Limit {
	t := b.Info.TypeOf(cur.Node().(ast.Expr))
	switch {
	case t == nil:
		return nil
	case isDuration(t):
		return b.lasts(cur)
	case resource.IsContext(t):
		return b.deadline(cur)
	}
	return nil
}

// lasts returns how long the duration at cur is.
func (b *builder) lasts(cur inspector.Cursor) *Limit {
	durations := &duration.Reader{Index: b.Index, Graph: b.Graph, Fields: true}
	if d, flag, ok := durations.Of(cur); ok {
		return &Limit{Lasts: d, Flag: flag}
	}
	l := &Limit{Text: types.ExprString(cur.Node().(ast.Expr))}
	if o := b.object(cur); strings.HasPrefix(o.Root, "param ") && o.Path == "" {
		l.Param = o.Root
	}
	return l
}

// deadline returns what the context at cur bounds: the shortest time that is known.
func (b *builder) deadline(cur inspector.Cursor) *Limit {
	contexts := b.Contexts().Of(cur)
	if len(contexts) != 1 {
		return nil
	}
	var found *Limit
	unknown, signal := false, false
	contexts[0].Chain(func(c *ctxflow.Context) bool {
		signal = signal || c.Does.Has(resource.OnSignal)
		switch {
		case c.Does.Has(resource.Limits):
			if l := b.timeout(c); found == nil || l.Lasts > 0 && (l.Lasts < found.Lasts || found.Lasts == 0) {
				found = l
			}
		case c.Var != nil && found == nil:
			if o := b.contextVar(c); strings.HasPrefix(o.Root, "param ") && o.Path == "" {
				found = &Limit{Param: o.Root, Text: types.ExprString(cur.Node().(ast.Expr))}
			}
			unknown = true
		case len(c.Parent) == 0 && !c.Does.Any(resource.Unending|resource.OnSignal):
			unknown = true
		}
		return false
	})
	switch {
	case found == nil && (signal || !unknown):
		found = &Limit{None: true, Signal: signal}
	case found != nil:
		found.Signal = signal
	}
	return found
}

// timeout returns the deadline that the call sets which makes c.
func (b *builder) timeout(c *ctxflow.Context) *Limit {
	call, ok := c.At.Node().(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return &Limit{}
	}
	arg := b.unparen(c.At.ChildAt(edge.CallExpr_Args, 1))
	if add, ok := arg.Node().(*ast.CallExpr); ok && len(add.Args) == 1 { // time.Now().Add(d)
		if fn := b.Callee(add); fn != nil && fn.FullName() == "(time.Time).Add" {
			arg = arg.ChildAt(edge.CallExpr_Args, 0)
		}
	}
	l := &Limit{Text: types.ExprString(arg.Node().(ast.Expr))}
	if isDuration(b.Info.TypeOf(arg.Node().(ast.Expr))) {
		l = b.lasts(arg)
	}
	l.From = b.place(c.At)
	return l
}

// Limit returns how long e may last at most, with what callers say of it; nil if that is not known.
func (e *Event) Limit() *Limit {
	if e.Detail == nil || e.Detail.Limit == nil {
		return nil
	}
	l, env := *e.Detail.Limit, e.env
	for range 8 {
		if l.Param == "" {
			break
		}
		v, ok := env.value(l.Param)
		if !ok || v.Limit == nil {
			break
		}
		given := *v.Limit
		if l.From != "" {
			given.From = l.From // the time begins to run where the context is made
		}
		given.Over, given.Signal = given.Over || l.Over, given.Signal || l.Signal
		given.Each = given.Each || l.Each
		l, env = given, v.in
	}
	return &l
}

// In reports whether the function of s, or a literal there, makes what l is about.
func (l *Limit) In(s *Script) bool { return strings.HasPrefix(l.From, inside+s.Func+" ") }
