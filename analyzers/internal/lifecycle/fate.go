package lifecycle

import (
	"slices"
)

// A Fate is what becomes of the error with which a call that serves returns.
type Fate struct {
	Exits, Fails []*Event
}

// PassesClosed reports whether e, which serves, returns http.ErrServerClosed.
func (e *Event) PassesClosed() bool {
	return slices.ContainsFunc(e.Next, func(s Step) bool { return s.On&Closed != 0 && s.On != Any })
}

// Splits reports whether what happens behind e depends on the error with which it returns.
func (n *Node) Splits() bool {
	return slices.ContainsFunc(n.Next, func(e Edge) bool { return e.On != Any })
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
	case Drain, Await, Call:
		if e.Splits() {
			return // from here on, errors are what this returns
		}
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
			if f.Root.Fails {
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
