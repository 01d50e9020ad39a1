package lifecycle

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// An Outrun is something that happens while a drain still runs, because nobody waits for it: the server has returned from serving,
// as it does when the drain begins, or whoever has started the drain in a goroutine has gone on, and control has come to End.
type Outrun struct {
	Serve, Drain, End *Event
	Left              bool // control has come there without the return from serving
}

// Outruns returns what outruns a drain: exits of the process, the return of the root, the ends of what requests share.
func (p *Program) Outruns() []Outrun { return p.outruns() }

func (p *Program) findOutruns() []Outrun {
	var all []Outrun
	for _, serve := range p.Events {
		if serve.Kind != Serve || !serve.Early && !p.IsMain() {
			continue
		}
		for _, drain := range p.Events {
			if drain.Kind != Drain || !p.Same(serve.Obj, drain.Obj) || !p.aside(drain, serve) || !p.together(serve, drain) {
				continue
			}
			told, unknown := p.told(drain)
			if !serve.Early { // it returns when the drain is over
				more, others := p.told(serve)
				told, unknown = append(told, more...), unknown || others
			}
			r := &race{Program: p, serve: serve, drain: drain, kept: p.kept(drain), unknown: unknown, tells: unknown || len(told) > 0}
			r.told = slices.DeleteFunc(told, func(o Object) bool { return !r.shown(o) && r.receives(o) == 0 || p.over(o, drain) })
			if concerned := r.concerns(); !concerned && !p.IsMain() {
				continue
			} else {
				r.run(concerned)
			}
			all = append(all, r.found...)
		}
	}
	return all
}

// aside reports whether the drain runs in a goroutine that waits for something, beside the actor that serves.
func (p *Program) aside(drain, serve *Event) bool {
	start := drain.Actor.Start
	return drain.Actor != serve.Actor && start != nil && start.Aside == Goroutine && (start.Registry != "" || p.prompted(drain) || p.leaves(drain))
}

// over reports whether o is a context whose end has begun the drain: who waits for that does not wait for the drain.
func (p *Program) over(o Object, drain *Event) bool {
	return slices.ContainsFunc(p.of(Await), func(at *Event) bool {
		return at.IsContext() && at.Actor == drain.Actor && p.Same(at.Obj, o) && Leads(at, drain)
	})
}

// prompted reports whether the actor of e waits for something before e.
func (p *Program) prompted(e *Event) bool {
	return slices.ContainsFunc(p.Events, func(at *Event) bool { return at.Kind == Await && at.Actor == e.Actor && Leads(at, e) })
}

// A race is what happens between the end of serving and the end of a drain.
type race struct {
	*Program
	serve, drain *Event
	told         []Object // whom the drain's actor tells when it is over
	unknown      bool     // and perhaps others, so that whoever waits may wait for it
	kept         []Object // whom the registry tells that runs it
	tells        bool     // it tells somebody, who may not listen
	found        []Outrun
	left         bool // what is looked at has not come from serving

	queue   []*Event
	seen    map[*Event]bool
	waits   []*Event // that may wait for the drain
	tellers []*Event // that control has come by
}

// told returns what the actor of the drain tells others once it is over, and whether it may tell more than is known.
func (p *Program) told(drain *Event) (told []Object, unknown bool) {
	seen := make(map[*Event]bool)
	var visit func(*Event)
	visit = func(e *Event) {
		if seen[e] {
			return
		}
		seen[e] = true
		switch e.Kind {
		case Tell:
			if e.Obj.Known() {
				told = append(told, e.Obj)
			} else {
				unknown = true
			}
		case Start:
			for _, a := range p.Actors {
				if a.Start == e && a.Entry != nil {
					visit(a.Entry)
				}
			}
		case Return:
			if start := e.Actor.Start; e.Script == nil && start != nil && start.InGroup() {
				told = append(told, start.Obj) // the group that it belongs to
			}
		}
		for _, next := range e.Next {
			visit(next.To)
		}
	}
	for _, next := range drain.Next {
		visit(next.To)
	}
	return told, unknown
}

// kept returns what the package tells others that keeps the drain's actor for a goroutine of its own.
func (p *Program) kept(drain *Event) (told []Object) {
	registry := drain.Actor.Start.Registry
	for _, e := range p.Events {
		if registry != "" && e.Kind == Tell && e.Obj.Known() && e.Script != nil && resource.PackageOf(e.Script.Func) == registry {
			told = append(told, e.Obj)
		}
	}
	return told
}

// concerns reports whether it is for the root to tell: the drain and the serving meet here and nowhere below, or whom the drain
// tells can be seen from outside of where they meet.
func (r *race) concerns() bool {
	return r.Whole(r.serve, r.drain) || r.visible()
}

// visible reports whether callers of the function in which the two meet can wait for what the drain tells.
func (r *race) visible() bool {
	start := r.drain.Actor.Start
	return r.unknown || slices.ContainsFunc(r.told, r.shown) || start.Registry != "" && start.Obj.exported()
}

// exported reports whether other packages can name o.
func (o Object) exported() bool {
	if o.Path == "" {
		return !isPlace(o.Root) && !strings.HasPrefix(o.Root, "param ")
	}
	last := o.last()
	return ast.IsExported(last[strings.LastIndexByte(last, '.')+1:])
}

// shown reports whether others than the functions in sight can have got o: it is theirs, or a field or package variable has it.
func (r *race) shown(o Object) bool {
	if !isPlace(o.Root) {
		return true
	}
	own := r.find(o.Root)
	for k := range r.same {
		if r.find(k) == own && (!isPlace(k) || strings.HasPrefix(k, "field ")) {
			return true
		}
	}
	return !isPlace(own) || strings.HasPrefix(own, "field ")
}

// run looks for what outruns the drain: behind the serving, if that and the drain meet here, and where the process leaves both behind.
func (r *race) run(concerned bool) {
	r.seen = make(map[*Event]bool)
	for _, next := range r.serve.Next {
		if !concerned {
			break
		}
		stopped := Nil // what serving returns when the stop begins
		if r.serve.PassesClosed() {
			stopped = Closed
		}
		if r.serve.Early && next.On&stopped != 0 {
			r.queue = append(r.queue, next.To)
		}
	}
	r.follow()
	r.left = true
	if r.IsMain() {
		r.queue = append(r.queue, r.prompts()...)
	}
	if r.leaves(r.drain) {
		for _, next := range r.drain.Actor.Start.Next {
			r.queue = append(r.queue, next.To)
		}
	}
	r.follow()
	behind := make(map[*Event]bool) // what comes after a wait on one path counts for others too: there may be a reason for them
	for _, w := range r.waits {
		Reach(w, behind)
	}
	r.found = slices.DeleteFunc(r.found, func(o Outrun) bool { return behind[o.End] })
}

// follow looks at what comes after the events in the queue.
func (r *race) follow() {
	for len(r.queue) > 0 {
		e := r.queue[0]
		r.queue = r.queue[1:]
		if !r.seen[e] {
			r.seen[e] = true
			r.visit(e)
		}
	}
}

// prompts returns where other actors go on when the context has ended for which the drain's actor waits.
func (r *race) prompts() (all []*Event) {
	for _, own := range r.of(Await) {
		if own.Actor != r.drain.Actor || !own.IsContext() || !Leads(own, r.drain) {
			continue
		}
		for _, e := range r.of(Await) {
			if e.Actor != own.Actor && e.IsContext() && r.Same(e.Obj, own.Obj) && r.begun(r.serve, e) {
				for _, next := range e.Next {
					all = append(all, next.To)
				}
			}
		}
	}
	return all
}

func (r *race) visit(e *Event) {
	switch e.Kind {
	case Exit, End:
		if e.Kind == Exit && r.tells {
			return // over an error that is none: that is what is wrong
		}
		if e.Actor != r.drain.Actor && (e.Kind == Exit || !r.later(e)) {
			r.found = append(r.found, Outrun{r.serve, r.drain, e, r.left})
		}
	case Return:
		if e.Script == nil {
			r.ends(e)
		}
	case Await:
		if !r.passes(e) {
			if !e.Obj.Known() || r.unknown || r.isTold(e.Obj) {
				r.waits = append(r.waits, e)
			}
			return
		}
	case Tell:
		r.goOn(e)
	case Delay:
		if !r.short(e) {
			r.waits = append(r.waits, e)
			return
		}
	case Drain, Cut, Serve:
		return
	}
	for _, next := range e.Next {
		r.queue = append(r.queue, next.To)
	}
}

// later reports whether the object of e is a variable of a function that is called after serving: no request has it.
func (r *race) later(e *Event) bool {
	return e.Script != nil && e.Obj.within(e.Script.Func) && e.Call != nil && !slices.Contains(frames(r.serve), e.Call)
}

// ends handles the end of an actor.
func (r *race) ends(e *Event) {
	start := e.Actor.Start
	switch {
	case start != nil:
		if start.InGroup() {
			r.goOn(&Event{Node: &Node{Kind: Tell, Group: true}, Obj: start.Obj, Actor: e.Actor})
		}
	case e.Actor == r.drain.Actor:
	case r.IsMain() || !r.visible():
		r.found = append(r.found, Outrun{r.serve, r.drain, e, r.left})
	}
}

// IsMain reports whether the process ends when the root returns.
func (p *Program) IsMain() bool {
	fn := p.Root.Func
	return p.Root.Command || fn != nil && p.Root.Lit == 0 && fn.Name() == "main" && fn.Pkg().Name() == "main" && fn.Signature().Recv() == nil
}

// goOn lets whoever waits for the object of e go on.
func (r *race) goOn(e *Event) {
	if r.isTold(e.Obj) && (e.Group || r.receives(e.Obj) > 1) {
		return // by the drain as well
	}
	r.tellers = append(r.tellers, e)
	for _, other := range r.Events {
		if other.Kind == Await && other.Actor != e.Actor && r.Same(other.Obj, e.Obj) {
			for _, next := range other.Next {
				if e.On == 0 || next.On&e.On != 0 {
					r.queue = append(r.queue, next.To)
				}
			}
		}
	}
}

// receives returns how often somebody waits for o.
func (p *Program) receives(o Object) (n int) {
	for _, e := range p.Events {
		if e.Kind == Await && p.Same(e.Obj, o) {
			n++
		}
	}
	return n
}

func (r *race) isTold(o Object) bool {
	return slices.ContainsFunc(slices.Concat(r.told, r.kept), func(t Object) bool { return r.Same(o, t) })
}

// takesTime reports whether the actor of tell lets time pass before it tells: it looks again and again whether all is over, say.
func (r *race) takesTime(tell *Event) bool {
	return slices.ContainsFunc(r.of(Delay), func(e *Event) bool { return e.Actor == tell.Actor && Leads(e, tell) })
}

// passes reports whether control goes on behind the await e although the drain is not over.
func (r *race) passes(e *Event) bool {
	switch {
	case !e.Obj.Known() || r.unknown || r.isTold(e.Obj):
		return false
	case e.Signal:
		return true
	}
	for _, t := range r.tellers {
		if r.Same(t.Obj, e.Obj) {
			return true
		}
	}
	if len(r.told)+len(r.kept) > 0 {
		return false // somebody may hand on what the drain tells
	}
	for _, other := range r.Events {
		switch {
		case other.Kind == Tell && r.Same(other.Obj, e.Obj) && (r.serve.Early || other.Actor != r.serve.Actor):
			return !r.takesTime(other)
		case other.Kind == Await && other.Actor == r.drain.Actor && r.Same(other.Obj, e.Obj):
			return true // what the stop has waited for
		}
	}
	return false
}
