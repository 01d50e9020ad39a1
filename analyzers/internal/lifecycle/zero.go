package lifecycle

// Zero returns the calls that serve, if the program ends with status 0 when that fails: main returns, as it does after an orderly
// stop, and no path from there ends in another way.
func (p *Program) Zero() (found []*Event) {
	if !p.IsMain() {
		return nil
	}
	for _, serve := range p.of(Serve) {
		z := &zero{Program: p, seen: make(map[*Event]bool)}
		z.follow(serve.Next, Failed)
		z.run()
		if z.returns && !z.other {
			found = append(found, serve)
		}
	}
	return found
}

// A zero is what happens after a failure.
type zero struct {
	*Program
	queue   []*Event
	seen    map[*Event]bool
	returns bool // main may return
	other   bool // or it may end in another way, or nobody knows
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
		z.other = true
	case Return:
		if e.Script != nil {
			break
		}
		start := e.Actor.Start
		z.returns = z.returns || start == nil && e.On&Nil != 0
		z.other = z.other || start == nil && e.On&Nil == 0
		if start != nil && start.InGroup() {
			z.told(e.Actor, start.Obj, Any) // with the error that it returned, perhaps
			z.other = z.other || z.receives(start.Obj) == 0
		}
		return
	case Tell:
		if !e.Obj.Known() {
			z.other = true // who hears of it may do anything
			return
		}
		z.told(e.Actor, e.Obj, e.On)
	case Await:
		if z.other = z.other || !e.Obj.Known(); !z.passed(e) {
			return // until somebody tells
		}
	}
	if len(e.Next) == 0 {
		z.other = true // a panic, or an exit that has nothing to do with the error
	}
	z.follow(e.Next, Any)
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
