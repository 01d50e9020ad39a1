package lifecycle

import (
	"slices"
	"strings"
	"sync"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Program is what happens when one function is called: its events and those of the functions that it calls, and the actors
// that it starts.
type Program struct {
	*Lifecycle
	Root   Root
	Events []*Event
	Actors []*Actor // the first is the one that calls the root

	same      map[string]string // links between objects, as a forest
	outruns   func() []Outrun
	signalled func() map[*Event]bool // see waitsForSignals
}

// An Actor is code that runs by itself: that of the root, a goroutine, or what is kept for the way out.
type Actor struct {
	Start *Event // nil for that of the root
	Entry *Event
}

// An Event is a node of a script in the course of a program.
type Event struct {
	*Node
	Obj    Object // as seen from the root
	Script *Script
	Actor  *Actor
	Call   *Event // the event that called or started the function; nil in the root
	Next   []Step

	env *env // what parameters are there
}

// A Step leads to the event that comes next if the error is one of On.
type Step struct {
	On Class
	To *Event
}

// size is how many events a program may have. One with more is not looked at.
const size = 5000

// Programs returns what happens when each of the functions of this package is called that have to do with the way up or down. What
// is too much to be looked at is left out.
func (l *Lifecycle) Programs() []*Program {
	var all []*Program
	for _, program := range l.programs {
		if p := program(); p != nil {
			all = append(all, p)
		}
	}
	return all
}

// program returns what happens when root is called, or nil if that is too much.
func (l *Lifecycle) program(root Root) *Program { return l.upTo(root, size) }

// upTo is program where that many events are too much.
func (l *Lifecycle) upTo(root Root, size int) *Program {
	p := &Program{Lifecycle: l, Root: root, same: make(map[string]string)}
	main := &Actor{}
	p.Actors = []*Actor{main}
	m := &maker{Program: p, size: size}
	end := p.event(&Node{Kind: Return, On: Any}, Object{}, nil, main, nil)
	failed := end
	if root.Fails {
		failed = p.event(&Node{Kind: Return, On: Failed}, Object{}, nil, main, nil)
	}
	main.Entry = m.code(root.code(), nil, nil, main, func(c Class) *Event {
		if c == Nil {
			return end
		}
		return failed
	})
	for len(m.queue) > 0 && len(p.Events) < size {
		next := m.queue[0]
		m.queue = m.queue[1:]
		next()
	}
	if len(p.Events) >= size {
		return nil
	}
	p.outruns = sync.OnceValue(p.findOutruns)
	p.signalled = sync.OnceValue(p.waitsForSignals)
	return p
}

func (p *Program) event(n *Node, obj Object, s *Script, a *Actor, call *Event) *Event {
	e := &Event{Node: n, Obj: obj, Script: s, Actor: a, Call: call}
	p.Events = append(p.Events, e)
	return e
}

// A maker puts the scripts together.
type maker struct {
	*Program
	queue []func()
	size  int
}

// code returns the event with which the code begins, which the event call runs; after returns where control goes on.
func (m *maker) code(c Code, env *env, call *Event, a *Actor, after func(Class) *Event) *Event {
	c, env = resolve(c, env)
	if c.Method != "" && len(c.Does) == 0 {
		return after(Any)
	}
	if len(c.Does) > 0 {
		next := after(Any)
		for i := len(c.Does) - 1; i >= 0; i-- {
			e := m.event(&c.Does[i], c.Does[i].Obj.in(env), m.script(call), a, call)
			e.env, e.Next, next = env, []Step{{Any, next}}, e
		}
		return next
	}
	if c.Func == "" { // nobody knows what runs
		waits := m.event(&Node{Kind: Await}, Object{}, nil, a, call)
		tells := m.event(&Node{Kind: Tell}, Object{}, nil, a, call)
		waits.Next = []Step{{Any, tells}}
		tells.Next = []Step{{Any, after(Any)}}
		return waits
	}
	s := m.scripts[c.Func]
	if s == nil || c.Lit >= len(s.Graphs) || m.running(s, c.Lit, call) || len(m.Events) > m.size {
		return after(Any)
	}
	if len(c.From) > 0 {
		env = bind(s.Names[0], c.From, env)
	}
	env = bind(s.Names[c.Lit], c.Args, env)
	for _, l := range s.Links {
		m.link(l.A.in(env), l.B.in(env))
	}
	g := s.Graphs[c.Lit]
	events := make([]*Event, len(g))
	for i := range g {
		events[i] = m.event(&g[i], g[i].Obj.in(env), s, a, call)
		events[i].env = env
	}
	for i := range g {
		m.connect(events[i], events, env, after)
	}
	return events[0]
}

// script returns the script that says what call runs.
func (m *maker) script(call *Event) *Script {
	if call == nil {
		return nil
	}
	return call.Script
}

// running reports whether the body runs already where the event call is about to run it, or the calls are too deep.
func (m *maker) running(s *Script, lit int, call *Event) bool {
	if call == nil {
		return false
	}
	depth := 0
	for c := call.Call; c != nil; c = c.Call {
		if depth++; depth > 12 || c.Code.Func == s.Func && c.Code.Lit == lit {
			return true
		}
	}
	return lit == m.Root.Lit && s.Func == m.Root.Script
}

// connect gives e its successors, among the events of its body.
func (m *maker) connect(e *Event, events []*Event, env *env, after func(Class) *Event) {
	switch e.Kind {
	case Return:
		for _, c := range []Class{Nil, Closed, Failed} {
			if e.On&c != 0 {
				e.Next = append(e.Next, Step{c, after(c)})
			}
		}
		return
	case Start:
		choices := m.choices(e.Code)
		if choices == nil {
			choices = []Code{e.Code}
		}
		for _, code := range choices { // all elements of a list are started
			m.start(e, code, env)
		}
	case Call:
		back := make(map[Class]*Event)
		goOn := func(c Class) *Event {
			if back[c] == nil {
				back[c] = m.event(&Node{Kind: Pass}, Object{}, nil, e.Actor, e.Call)
				for _, next := range e.Node.Next {
					if next.On&c != 0 {
						back[c].Next = append(back[c].Next, Step{Any, events[next.To]})
					}
				}
			}
			return back[c]
		}
		choices := m.choices(e.Code)
		for _, code := range choices { // the loop leads to each of them
			n := *e.Node
			n.Code = code
			call := m.event(&n, e.Obj, e.Script, e.Actor, e.Call)
			call.Next = []Step{{Any, m.code(code, env, call, e.Actor, goOn)}}
			e.Next = append(e.Next, Step{Any, call})
		}
		if choices == nil {
			e.Next = []Step{{Any, m.code(e.Code, env, e, e.Actor, goOn)}}
		}
		return
	}
	for _, next := range e.Node.Next {
		e.Next = append(e.Next, Step{next.On, events[next.To]})
	}
}

// start starts an actor that runs the code because of e.
func (m *maker) start(e *Event, code Code, env *env) {
	a := &Actor{Start: e}
	m.Actors = append(m.Actors, a)
	m.queue = append(m.queue, func() {
		end := m.event(&Node{Kind: Return, On: Any}, Object{}, nil, a, e)
		a.Entry = m.code(code, env, e, a, func(Class) *Event { return end })
		if e.Until != nil {
			wait := m.event(e.Until, e.Until.Obj.in(env), nil, a, e)
			wait.Next, a.Entry = []Step{{Any, a.Entry}}, wait
		}
	})
}

// link says that a and b are one object.
func (p *Program) link(a, b Object) {
	if x, y := p.find(a.key()), p.find(b.key()); x != y && x != "" && y != "" {
		p.same[x] = y
	}
}

func (p *Program) find(key string) string {
	for p.same[key] != "" {
		key = p.same[key]
	}
	return key
}

// key is the name under which o is linked.
func (o Object) key() string {
	if o.Path == "" {
		return o.Root
	}
	return "field " + o.last()
}

// Same reports whether a and b may be one object. Nothing is the same as what is not known.
func (p *Program) Same(a, b Object) bool {
	switch {
	case !a.Known() || !b.Known():
		return false
	case a == b:
		return true
	case p.find(a.key()) != p.find(b.key()):
		return false
	}
	// Fields of two variables that are told apart.
	return a.Path != b.Path || a.Path == "" || !apart(a.Root, b.Root) || p.find(a.Root) == p.find(b.Root)
}

func apart(a, b string) bool { return isPlace(a) && isPlace(b) && a != b }

// isPlace reports whether root is a variable of a function, or what is made in one.
func isPlace(root string) bool { return strings.HasPrefix(root, inside) }

// Within reports whether o is a variable of the function, or is made there.
func (o Object) within(fn string) bool { return strings.HasPrefix(o.Root, inside+fn+" ") }

// Drain returns where another actor than that of serve stops its server gracefully while it serves, or nil. Behind says that some
// such stop only comes when serving is over, for it waits for the group in which the server serves.
func (p *Program) Drain(serve *Event) (drain *Event, behind bool) {
	for _, e := range p.Events {
		if e.Kind == Drain && e.Actor != serve.Actor && p.Same(e.Obj, serve.Obj) {
			if !p.behind(serve, e) {
				return e, false
			}
			behind = true
		}
	}
	return nil, behind
}

// behind reports whether e only comes when the group has been waited for in which the actor of serve runs.
func (p *Program) behind(serve, e *Event) bool {
	start := serve.Actor.Start
	if start == nil || !start.InGroup() || e.Actor == serve.Actor || e.Actor.Entry == nil {
		return false
	}
	waited := func(at *Event) bool { return at.Kind == Await && !at.Choice && p.Same(at.Obj, start.Obj) }
	if !slices.ContainsFunc(p.Events, func(at *Event) bool { return at.Actor == e.Actor && waited(at) && Leads(at, e) }) {
		return false
	}
	seen := make(map[*Event]bool)
	for stack := []*Event{e.Actor.Entry}; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch {
		case at == e:
			return false
		case seen[at] || waited(at):
			continue
		}
		seen[at] = true
		for _, next := range at.Next {
			stack = append(stack, next.To)
		}
	}
	return true
}

// Sole reports whether nothing but drain is seen to stop the server of serve while that serves.
func (p *Program) Sole(serve, drain *Event) bool {
	return !slices.ContainsFunc(p.Events, func(e *Event) bool {
		return (e.Kind == Drain || e.Kind == Cut) && e.Actor != serve.Actor && e.Actor != drain.Actor && p.Same(e.Obj, serve.Obj)
	})
}

// Whole reports whether nothing less than the root makes the events meet: they are not all in one of the functions that it calls.
func (p *Program) Whole(events ...*Event) bool {
	common := frames(events[0])
	for _, e := range events[1:] {
		f := frames(e)
		n := 0
		for n < len(f) && n < len(common) && f[n] == common[n] {
			n++
		}
		common = common[:n]
	}
	for n, call := range common {
		if call.Code.Lit == 0 && !slices.ContainsFunc(events, func(e *Event) bool { return p.unseen(frames(e)[n:], resource.PackageOf(call.Code.Func)) }) {
			return false
		}
	}
	return true
}

// unseen reports whether one of the calls is that of a method of an interface whose type the package does not see.
func (p *Program) unseen(calls []*Event, pkg string) bool {
	from := p.imported(pkg)
	return from != nil && slices.ContainsFunc(calls, func(call *Event) bool {
		return call.Code.Chosen && p.below(from, resource.PackageOf(call.Code.Func)) == nil
	})
}

// frames returns the calls that lead to e, the outermost first.
func frames(e *Event) []*Event {
	var all []*Event
	for c := e.Call; c != nil; c = c.Call {
		all = append(all, c)
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}
