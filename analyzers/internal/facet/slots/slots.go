// Package slots says what functions do to the values in their slots, and what they make: where the receiver and each parameter
// goes, which results stand for them, and which are new.
package slots

import (
	"go/types"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/chain"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Facet is that of slots.
var Facet = body.Facet{
	Name: "slots",
	Effects: resource.SetsTimeout | resource.Unbuffered | resource.Receives | resource.Keeps | resource.Escapes |
		resource.Recovers | resource.Routes | resource.UsesArgs | resource.Probes | resource.Covers | resource.Shields | resource.Enclosed |
		resource.Releases | resource.Outlives,
	Does:    resource.Recovering,
	Compute: compute,
}

// remembered are the effects that a caller can do something with.
const remembered = ^resource.Reads

func compute(f *body.Function, row *resource.Row) {
	t := f.Tracer()
	r := &chain.Reader{Tracer: t, Graph: f.Graph}
	if f.Recv != nil && f.Matters(f.Recv.Type()) {
		row.Recv = slot(row, r, t.FollowVar(f.Recv), resource.Recv) | outlives(f, f.Recv)
	}
	for i, v := range f.Params {
		if v != nil && (f.Matters(v.Type()) || body.IsAny(v.Type())) {
			fate := t.FollowVar(v)
			row.Add(i, slot(row, r, fate, i)|outlives(f, v)|hidden(f, t, v, fate))
		}
	}
	if f.Results > 0 {
		makes(f, row, r)
	}
	if r.Recovering(f.Cur) {
		row.Does |= resource.Recovering
	}
}

// hidden says whether v, which may live as long as the process, is kept by what is made of it under an interface, and outlives f.
func hidden(f *body.Function, t *trace.Tracer, v *types.Var, fate *trace.Fate) resource.Effect {
	if res := f.ResourceOf(v.Type()); res == nil || !res.Process {
		return 0
	}
	for _, e := range fate.Events {
		if e.Kind != trace.Passed || e.Effect != 0 || !f.Hides(e.Parameter(f.Info)) {
			continue
		}
		if slices.ContainsFunc(t.Follow(e.At, 0).Events, func(e trace.Event) bool { return e.Kind == trace.Returned || e.Kind == trace.Stored }) {
			return resource.Keeps
		}
	}
	return 0
}

// outlives says whether something that f starts uses v when f has returned.
func outlives(f *body.Function, v *types.Var) resource.Effect {
	if f.Capture(v, f.Cur) == body.Within {
		return 0
	}
	return resource.Outlives
}

// slot returns what fate says of the value in slot i, and notes the results that stand for it. What the function as a whole does
// to the chains of an engine stands in the place of what each of its calls does: the effects of gin's own methods mean nothing
// without their order.
func slot(row *resource.Row, r *chain.Reader, fate *trace.Fate, i int) resource.Effect {
	effect := fate.Effect
	if effect.Any(resource.Chains) || chain.Replaced(fate) {
		effect = effect&^resource.Chains | r.Read(fate).Effect()
	}
	for _, e := range fate.Events {
		switch e.Kind {
		case trace.Returned:
			if w := (resource.Wrap{Arg: i, Result: e.Slot}); !slices.Contains(row.Wraps, w) {
				row.Wraps = append(row.Wraps, w)
			}
		case trace.Written:
			effect |= written(r.Index.Info, e)
		}
	}
	return effect & remembered
}

// makes notes the results that f creates.
func makes(f *body.Function, row *resource.Row, r *chain.Reader) {
	for _, c := range creations(f.Package, f.Cur) {
		fate := r.Follow(c.Cur, c.Result)
		for _, e := range fate.Events {
			if e.Kind == trace.Returned {
				if over(fate, e) {
					continue
				}
				effect := done(r, &c, fate)
				if f.Resource(c.Kind) == nil {
					effect &^= resource.Keeps // a server that a struct keeps is its user's all the same
				}
				if enclosed(f, &c, fate) {
					effect |= resource.Enclosed
				}
				row.Makes = add(row.Makes, resource.Made{Result: e.Slot, Kind: c.Kind, Effect: effect})
			}
		}
	}
}

// enclosed reports whether the engine that c makes goes into a field of f's own package, where nobody else comes to it.
func enclosed(f *body.Function, c *Creation, fate *trace.Fate) bool {
	return c.Kind == resource.GinEngine && slices.ContainsFunc(fate.Events, func(e trace.Event) bool {
		return e.Kind == trace.Stored && e.Field != nil && e.Field.IsField() && !e.Field.Exported() && e.Field.Pkg() == f.Pkg
	})
}

// over reports whether the value is released by the return statement that returns it: return conn, conn.Close().
func over(fate *trace.Fate, returned trace.Event) bool {
	return slices.ContainsFunc(fate.Events, func(e trace.Event) bool {
		return e.Kind == trace.Called && e.Effect.Has(resource.Releases) && returned.At.Contains(e.At) && index.Function(e.At) == index.Function(returned.At)
	})
}

// done returns what was done to the value that c makes: by the function that made it, and by the one that follows it.
func done(r *chain.Reader, c *Creation, fate *trace.Fate) resource.Effect {
	effect := c.Effect&^resource.Chains | slot(new(resource.Row), r, fate, 0)
	made := r.Made(c.Cur, c.Effect)
	if made.Has(resource.Recovers) {
		effect &^= resource.Routes | resource.Probes // they are registered behind it
	}
	return (effect | made) & remembered
}

func add(ms []resource.Made, m resource.Made) []resource.Made {
	for i, have := range ms {
		if have.Result == m.Result && have.Kind == m.Kind {
			const either = resource.Recovers | resource.UsesArgs | resource.Covers | resource.Shields | resource.Escapes
			ms[i].Effect = ms[i].Effect&m.Effect | (ms[i].Effect|m.Effect)&either // what is true of whichever is returned
			return ms
		}
	}
	return append(ms, m)
}
