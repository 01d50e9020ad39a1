package lifecycle

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// contexts returns the context that the expression at cur holds, and those by whose end it ends, nearest first; nil if that is not known,
// or no context.
func (b *builder) contexts(cur inspector.Cursor) (all []Object) {
	if !b.isContext(cur) {
		return nil
	}
	found := b.Contexts().Of(cur)
	if len(found) != 1 {
		return nil
	}
	found[0].Chain(func(c *ctxflow.Context) bool {
		var o Object
		switch {
		case c.Var != nil:
			o = b.contextVar(c)
		case c.At.Valid() && !c.Does.Has(resource.Unending):
			o.Root = b.place(c.At)
		}
		if o.Known() {
			all = append(all, o)
		}
		return false
	})
	return all
}

// besides returns the contexts if they are not o alone.
func (o Object) besides(contexts []Object) []Object {
	if len(contexts) == 1 && contexts[0] == o {
		return nil
	}
	return contexts
}

// bounding returns the contexts at whose end the call at cur, of fn, which stops a server, gives up.
func (w *writer) bounding(cur inspector.Cursor, fn *types.Func, row *resource.Row) []Object {
	ctx, ok := given(cur, fn, row, resource.BoundsStop)
	if !ok {
		return nil
	}
	return w.contexts(ctx)
}

// A Cancelled is a graceful stop whose context has ended by then, as it has been awaited before.
type Cancelled struct{ Drain, Await *Event }

// Cancelled returns the graceful stops whose contexts have ended.
func (p *Program) Cancelled() (found []Cancelled) {
	for _, drain := range p.of(Drain) {
		ends := resolved(drain.Contexts, drain.env)
		for _, await := range p.of(Await) {
			switch {
			case !await.IsContext() || !follows(drain, await):
				continue
			case await.timesOut(), await.Either && !await.Signal:
				continue // when the time is up, or may be, it is for all that follows
			case Leads(drain, await):
				continue // in a loop it may be another context each time
			}
			awaited := []Object{await.Obj}
			if await.Contexts != nil {
				awaited = resolved(await.Contexts, await.env)
			}
			if len(awaited) > 0 && slices.ContainsFunc(ends, func(o Object) bool { return p.Same(o, awaited[0]) && o.madeFor(drain) == o.madeFor(await) }) {
				found = append(found, Cancelled{drain, await})
				break
			}
		}
	}
	return found
}

// resolved returns the contexts as seen from the root.
func resolved(contexts []Object, env *env) (all []Object) {
	for _, o := range contexts {
		if v, ok := env.value(o.Root); ok && o.Path == "" && v.Contexts != nil {
			all = append(all, resolved(v.Contexts, v.in)...)
		} else {
			all = append(all, o.in(env))
		}
	}
	return all
}

// madeFor returns the call of the function that has made o, or has it as a variable, on the way to e; nil for the root, and for what is of
// no function.
func (o Object) madeFor(e *Event) *Event {
	for ; e != nil; e = e.Call {
		if e.Script != nil && o.within(e.Script.Func) {
			return e.Call
		}
	}
	return nil
}

// follows reports whether e, or what starts its actor, comes behind await.
func follows(e, await *Event) bool {
	for ; e != nil; e = e.Actor.Start {
		if e.Actor == await.Actor && Leads(await, e) {
			return true
		}
	}
	return false
}
