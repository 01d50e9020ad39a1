package lifecycle

import "slices"

// A Zero is a call that serves, or that makes the listener for that, and where the program ends with status 0 when it fails: a call of
// os.Exit, or nil where main returns. Return is the statement on the way there that is the last to return no error, or but that of a stop;
// or nil.
type Zero struct{ Fails, Exit, Return *Event }

// Zeros returns the calls that serve or listen, if the program ends with status 0 when they fail, as it does after an orderly stop, and no
// path from there ends in another way. What is stopped on the way is taken to stop without an error.
func (p *Program) Zeros() (found []Zero) {
	if !p.IsMain() {
		return nil
	}
	for _, e := range slices.Concat(p.of(Serve), slices.DeleteFunc(p.of(Open), func(open *Event) bool { return !p.serves(open) })) {
		z := &zero{Program: p, seen: make(map[*Event]bool)}
		z.follow(e.Next, Failed)
		z.run()
		if (z.returns || z.exit != nil) && !z.other {
			found = append(found, Zero{e, z.exit, z.last})
		}
	}
	return found
}

// serves reports whether open leads to a call that serves with a listener that it is given.
func (p *Program) serves(open *Event) bool {
	return slices.ContainsFunc(p.of(Serve), func(serve *Event) bool {
		for e := serve; serve.Given && e != nil; e = e.Actor.Start {
			if e.Actor == open.Actor {
				return Leads(open, e)
			}
		}
		return false
	})
}

// A zero is what happens after a failure.
type zero struct {
	*Program
	queue   []*Event
	seen    map[*Event]bool
	returns bool   // main may return
	exit    *Event // or the process end with status 0
	last    *Event // the statement that is the last not to return the error
	other   bool   // or it may end in another way, or nobody knows
}

func (z *zero) follow(steps []Step, class Class) {
	for _, s := range steps {
		if s.On&class != 0 {
			z.queue = append(z.queue, s.To)
		}
	}
}

func (z *zero) run() {
	for len(z.queue) > 0 && !z.other {
		e := z.queue[0]
		z.queue = z.queue[1:]
		if !z.seen[e] {
			z.seen[e] = true
			z.visit(e)
		}
	}
}

func (z *zero) visit(e *Event) {
	switch e.Kind {
	case Exit:
		switch {
		case e.Stopped:
		case e.Detail != nil && e.Detail.Status == 0:
			z.exit = e
		default:
			z.other = true
		}
		return
	case Serve:
		z.other = true // the program goes on
		return
	case Drain:
		if e.Splits() {
			z.follow(e.Next, Nil)
			return
		}
	case Return:
		if e.Script == nil {
			z.over(e, Any)
			return
		}
		if e.Line > 0 && e.Actor.Start == nil {
			z.last = e
		}
		if e.Stopped {
			z.follow(e.Next, Nil)
			return
		}
		for _, next := range e.Next {
			if end := next.To; end.Kind == Return && end.Script == nil {
				z.over(end, e.On)
			} else {
				z.follow([]Step{next}, Any)
			}
		}
		return
	case Tell:
		if !e.Obj.Known() {
			z.other = true // who hears of it may do anything
			return
		}
		z.told(e.Actor, e.Obj, e.On)
	case Await:
		switch {
		case !e.Obj.Known() && isStop(e.Name), e.timesOut():
		case !e.Obj.Known():
			z.other = true
			return
		case !z.passed(e):
			return // until somebody tells
		}
	}
	if len(e.Next) == 0 {
		z.other = true // a panic, or an exit that has nothing to do with the error
	}
	z.follow(e.Next, Any)
}

// over says that the course of the actor that ends with end is over, with an error of that class: whoever waits for its group goes on.
func (z *zero) over(end *Event, class Class) {
	z.seen[end] = true
	start := end.Actor.Start
	switch {
	case start == nil:
		z.returns = z.returns || end.On&class&Nil != 0
		z.other = z.other || end.On&class&Nil == 0
	case start.InGroup():
		z.told(end.Actor, start.Obj, class)
		z.other = z.other || z.receives(start.Obj) == 0
	}
}

// told lets whoever waits for o go on. If the error goes along, only as with an error of that class.
func (z *zero) told(from *Actor, o Object, class Class) {
	if class == 0 {
		class = Any
	}
	for _, e := range z.of(Await) {
		if e.Actor != from && z.Same(e.Obj, o) && z.unsignalled(e) {
			z.follow(e.Next, class)
		}
	}
}

// passed reports whether control goes on behind e because of what has happened since the failure.
func (z *zero) passed(e *Event) bool {
	for other := range z.seen {
		if other.Kind == Tell && z.Same(other.Obj, e.Obj) {
			return true
		}
		if start := other.Actor.Start; other.Kind == Return && other.Script == nil && start != nil && start.InGroup() && z.Same(start.Obj, e.Obj) {
			return true
		}
	}
	return false
}

// timesOut reports whether e waits for the end of a context that ends by itself.
func (e *Event) timesOut() bool {
	l := e.Limit()
	return e.IsContext() && l != nil && l.From != ""
}
