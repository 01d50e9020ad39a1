package lifecycle

import (
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// An Unjoined is a goroutine that works off items, and the end of a store in which it changes something, before which nobody waits for it
// when a stop is asked for.
type Unjoined struct {
	Take, End *Event
}

// Unjoined returns the goroutines whose start, and the end of what they work with, the root makes meet.
func (p *Program) Unjoined() (found []Unjoined) {
	done := make(map[*Actor]bool)
	for _, take := range p.of(Take) {
		start := take.Actor.Start
		if start == nil || start.Aside != Goroutine || start.Registry != "" || done[take.Actor] || !Leads(take, take) || p.answers(take) {
			continue
		}
		l := &leaving{Program: p, take: take, ends: make(map[*Event]bool), seen: make(map[*Event]bool)}
		stores := p.stores(p.changes(take))
		for _, e := range p.Events {
			if len(e.Types) > 0 && !take.Actor.started(e.Actor) && p.Whole(start, e) && p.uses(take, stores, e) {
				l.ends[e] = true
			}
		}
		if len(l.ends) == 0 {
			continue
		}
		var ok bool
		if l.told, ok = p.hear(take); !ok {
			continue
		}
		if end := l.first(); end != nil {
			done[take.Actor] = true
			found = append(found, Unjoined{take, end})
		}
	}
	return found
}

// started reports whether a has started b, or is it.
func (a *Actor) started(b *Actor) bool {
	for ; b != a; b = b.Start.Actor {
		if b.Start == nil {
			return false
		}
	}
	return true
}

// answers reports whether somebody who waits is told of each item: who has handed it in, and waits for the answer, may be waited for.
func (p *Program) answers(take *Event) bool {
	return take.Work.Item != "" && slices.ContainsFunc(p.of(Tell), func(e *Event) bool {
		return e.Actor == take.Actor && strings.HasPrefix(e.Obj.last(), take.Work.Item+".") && Leads(take, e)
	})
}

// uses reports whether end may end one of the stores with which the items are worked on.
func (p *Program) uses(take *Event, stores map[string]bool, end *Event) bool {
	if !slices.ContainsFunc(end.Types, func(t string) bool { return stores[t] }) {
		return false
	}
	variable := func(o Object) bool { return isPlace(o.Root) && o.Path == "" }
	another := false
	for _, s := range take.Work.With {
		if o := s.Obj.in(take.env); s.Type == end.Types[0] {
			if p.Same(o, end.Obj) || !variable(o) || !variable(end.Obj) {
				return true
			}
			another = true
		}
	}
	return !another
}

// changes returns what is changed with each item: by the code around take, and by the functions that it has been given.
func (p *Program) changes(take *Event) []string {
	names := slices.Clone(take.Work.Changes)
	for _, e := range p.of(Call) {
		if code, _ := resolve(e.Code, e.env); e.Actor == take.Actor && len(code.Changes) > 0 && Leads(take, e) && Leads(e, take) {
			names = append(names, code.Changes...)
		}
	}
	return names
}

// stores returns the types of stores among the names, and those which the implementations of the methods among them name.
func (p *Program) stores(names []string) map[string]bool {
	found := make(map[string]bool)
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		if found[name] {
			continue
		}
		found[name] = true
		if name[0] != '(' {
			continue
		}
		for _, method := range p.methods(name) {
			if row := p.Ask(p.function(method)); row != nil {
				names = append(names, row.Changes...)
			}
		}
	}
	return found
}

// hear returns what others are told when the actor of e goes on, by it or by those who wait for it. ok is false if that is not known.
func (p *Program) hear(e *Event) (told []Object, ok bool) {
	seen := map[*Event]bool{e: true}
	for queue := []*Event{e}; len(queue) > 0; queue = queue[1:] {
		more, unknown := p.told(queue[0])
		if unknown {
			return nil, false
		}
		for _, o := range more {
			if slices.Contains(told, o) {
				continue
			}
			told = append(told, o)
			for _, w := range p.of(Await) {
				if w.Actor != e.Actor && !seen[w] && p.Same(w.Obj, o) {
					seen[w] = true
					queue = append(queue, w)
				}
			}
		}
	}
	return told, true
}

// A leaving is the way from where a stop is asked for to the ends of what a goroutine works with.
type leaving struct {
	*Program
	take *Event
	told []Object // who waits for any of these may wait for the goroutine
	ends map[*Event]bool

	queue []*Event
	seen  map[*Event]bool
	waits []*Event
	tells []*Event // that control has come by
}

// first returns the first of the ends to which control comes without a wait for the goroutine, or nil. Where there is such a wait on one
// path, what comes after it counts for none: there may be a reason for the others.
func (l *leaving) first() *Event {
	for _, e := range l.of(Await) {
		if (l.signals(e) || e.IsContext()) && !l.take.Actor.started(e.Actor) && l.begun(l.take.Actor.Start, e) {
			l.goOn(e)
		}
	}
	var reached []*Event
	for len(l.queue) > 0 {
		e := l.queue[0]
		l.queue = l.queue[1:]
		if l.seen[e] {
			continue
		}
		l.seen[e] = true
		if l.ends[e] {
			reached = append(reached, e)
		}
		l.visit(e)
	}
	behind := make(map[*Event]bool)
	for _, w := range l.waits {
		Reach(w, behind)
	}
	for _, e := range reached {
		if !behind[e] {
			return e
		}
	}
	return nil
}

func (l *leaving) goOn(e *Event) {
	for _, next := range e.Next {
		l.queue = append(l.queue, next.To)
	}
}

func (l *leaving) visit(e *Event) {
	switch e.Kind {
	case Serve:
		return
	case Delay:
		l.waits = append(l.waits, e)
		return
	case Await:
		if !l.passes(e) {
			l.waits = append(l.waits, e)
			return
		}
	case Call:
		if e.unresolved() && guess.Does(e.Code.Method[strings.LastIndexByte(e.Code.Method, '.')+1:]).Any(guess.Over) {
			l.waits = append(l.waits, e) // it may wait for what it stops
			return
		}
	case Tell:
		l.release(e)
	case Drain, Cut:
		for _, serve := range l.of(Serve) {
			if serve.Actor != e.Actor && l.Same(serve.Obj, e.Obj) {
				l.goOn(serve)
			}
		}
	case Return:
		if start := e.Actor.Start; e.Script == nil && start != nil && start.InGroup() {
			l.release(&Event{Node: &Node{Kind: Tell}, Obj: start.Obj, Actor: e.Actor})
		}
	}
	l.goOn(e)
}

// unresolved reports whether e calls a method of an interface of which it is not known what it is.
func (e *Event) unresolved() bool {
	return e.Code.Method != "" && !slices.ContainsFunc(e.Next, func(s Step) bool { return s.To.Code.Chosen })
}

// release lets whoever waits for the object of tell go on, if it is not the goroutine for which they wait.
func (l *leaving) release(tell *Event) {
	l.tells = append(l.tells, tell)
	for _, e := range l.of(Await) {
		if e.Actor != tell.Actor && l.Same(e.Obj, tell.Obj) && l.passes(e) {
			l.goOn(e)
		}
	}
}

// passes reports whether control goes on behind the await e although the goroutine may still be at work.
func (l *leaving) passes(e *Event) bool {
	switch {
	case !e.Obj.Known() || slices.ContainsFunc(l.told, func(o Object) bool { return l.Same(o, e.Obj) }):
		return false
	case e.Signal || e.IsContext():
		return true
	}
	for _, a := range l.Actors {
		if a.Start != nil && a.Start.InGroup() && l.Same(a.Start.Obj, e.Obj) {
			return !slices.ContainsFunc(l.of(Await), func(w *Event) bool { return w.Actor == a && !w.Obj.Known() })
		}
	}
	return slices.ContainsFunc(append(l.of(Tell), l.tells...), func(tell *Event) bool {
		return l.Same(tell.Obj, e.Obj) && !slices.ContainsFunc(l.Events, func(w *Event) bool {
			return w.Actor == tell.Actor && w.Kind == Await && !w.Obj.Known() && Leads(w, tell) // for whom?
		})
	})
}
