package lifecycle

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/inspector"
)

// An Object is a value that events are about: a variable, and the fields that lead from it to the value. One field stands for that
// of all values of its type, unless the variables in front of it tell them apart. The zero Object is not known.
type Object struct {
	Root string // see builder.variable; "" where only the fields are known
	Path string // the fields, each as package.Type.field, with spaces between
}

// Known reports whether anything is known of the value.
func (o Object) Known() bool { return o != Object{} }

// A Class is a set of what the error can be with which code goes on.
type Class uint8

// What an error can be.
const (
	Nil    Class = 1 << iota // there is none
	Closed                   // http.ErrServerClosed: the server has been told to stop
	Failed                   // any other

	Any = Nil | Closed | Failed
)

// A Kind says what happens in an event.
type Kind uint8

// Kinds of events.
const (
	Pass   Kind = iota // nothing: control goes on
	Serve              // the server Obj serves; with Early, until its stop begins, else until that has ended
	Drain              // the server Obj is stopped gracefully
	Cut                // the server Obj is stopped by force
	End                // Obj, which requests share, comes to its end
	Exit               // the process ends
	Await              // something is waited for: a channel, a context, a group
	Tell               // whoever awaits Obj may go on
	Delay              // time goes by
	Start              // other code begins to run, or will
	Call               // other code runs
	Return             // the function returns; with On, what its error is
	Fail               // an error of On is treated as a failure
	Flush              // what Obj holds back is written
	Take               // an item to work on is taken
	Open               // a listener is made
)

func (k Kind) String() string {
	return [...]string{"pass", "serve", "drain", "cut", "end", "exit", "await", "tell", "delay", "start", "call", "return", "fail", "flush", "take", "open"}[k]
}

// An Aside says how code that is started runs.
type Aside uint8

// Ways to run.
const (
	Goroutine Aside = iota
	OnStop          // on the way out, those started last first
	InOrder         // on the way out, those started first first
	OnDrain         // while the server Obj drains, which does not wait for it
)

// A Node is one event in a function, and what comes after it.
type Node struct {
	Kind   Kind
	Obj    Object
	Early  bool
	Given  bool  // Serve: the listener comes from elsewhere, and with it the port
	Side   bool  // Serve: the server is seen to accompany another one only
	Own    bool  // Serve: nobody but the function that serves has the server
	Signal bool  // Await: of a signal, or of a context that ends at one
	Ever   bool  // Await: it never ends
	Group  bool  // Tell: who awaits Obj awaits others too
	Aside  Aside // Start
	// Registry is the package whose goroutine is to run what is started, if it is kept for one.
	Registry string
	Mute     bool  // Start: in a group that tells nobody when one of it has failed
	On       Class // Return, Tell, Fail, Exit: what the error is that it is about
	Stopped  bool  // Return, Exit: the error, if there is one, is that of a stop, which succeeds as a rule
	Deferred bool  // it happens when the function returns
	Choice   bool  // Await, Delay: it is one of several; of contexts see Either
	Either   bool  // Await: of a context, or of something else
	Code     Code  // Call, Start: what runs
	Until    *Node // Start: what is awaited first
	Name     string
	Line     int
	Next     []Edge
	Types    []string // End, Flush: of what ends
	// Contexts are, of a Drain, the context that bounds it and those by whose end that ends, nearest first; of an Await, that which is
	// awaited, if it is not Obj.
	Contexts []Object
	Work     *Work   // Take: what is done with the items
	Detail   *Detail // nil if there is none

	at inspector.Cursor // in this package
}

// An Edge leads to the node that comes next if the error is one of On.
type Edge struct {
	On Class
	To int
}

// Code is a function to run: the declared function Func, or its Lit'th function literal, or, if Func is "", what Obj holds.
type Code struct {
	Func string
	Lit  int
	Obj  Object
	Args []Value // the first is the receiver
	// Method is that of an interface, if it is not known of which type; that of every element of a list, or of one value.
	Method string
	Every  bool
	Chosen bool // the program has found it for a Method
	// Changes is what a row says of the function, if it is a value that is handed on.
	Changes []string
	From    []Value // what the function was given that has handed out the literal, if it is known from there
	Does    []Node  // or one of a library that does this; of a Method, what it does as far as its name tells
}

// name tells the code from other functions.
func (c Code) name() string { return c.Func + "#" + strconv.Itoa(c.Lit) }

// A Value is what a parameter is given.
type Value struct {
	Obj   Object
	Code  *Code  // a function
	Limit *Limit // a context, or a duration

	Contexts []Object // a context, and those by whose end it ends, nearest first, if that is not Obj alone
}

// A Script is what one declared function does on the way up and down: the events of its body, and of its function literals.
type Script struct {
	Func    string
	Package string   // in which it is declared
	File    string   // and the name of the file there
	Graphs  []Graph  // the first is that of the body
	Names   []string // under which the parameters of each are bound
	Links   []Link
	Results []Object
	Hands   int  // the function literal that it returns, if that is all that it returns; or 0
	Errs    bool // what error a call returns says what has happened
}

// A Graph is the events of one body. The first node is where it begins.
type Graph []Node

// A Link says that two objects are one.
type Link struct{ A, B Object }

// Package is the fact about a package: the scripts of its functions, and of the packages of the module below it.
type Package struct{ Scripts []Script }

// AFact marks Package as a fact.
func (*Package) AFact() {}

func (p *Package) String() string { return fmt.Sprintf("lifecycle(%d scripts)", len(p.Scripts)) }

// codes calls visit for all that s runs, or hands to somebody who may.
func (s *Script) codes(visit func(*Code)) {
	var note func(*Code)
	note = func(c *Code) {
		visit(c)
		for _, v := range slices.Concat(c.Args, c.From) {
			if v.Code != nil {
				note(v.Code)
			}
		}
	}
	for _, g := range s.Graphs {
		for i := range g {
			note(&g[i].Code)
		}
	}
}

// fresh reports whether o is made in s, which has nothing else to do with it: each call makes another one.
func (s *Script) fresh(o Object) bool {
	if !o.within(s.Func) {
		return false
	}
	for _, g := range s.Graphs {
		for _, n := range g {
			if n.Obj.Root == o.Root || slices.ContainsFunc(slices.Concat(n.Code.Args, n.Code.From), func(v Value) bool { return v.Obj.Root == o.Root }) {
				return false
			}
		}
	}
	return true
}

// succeeds reports whether the function always returns without an error.
func (s *Script) succeeds() bool { return s.returns() == Nil }

// returns says what the error is that the function may return.
func (s *Script) returns() (all Class) {
	if len(s.Graphs) > 0 {
		for _, n := range s.Graphs[0] {
			if n.Kind == Return {
				all |= n.On
			}
		}
	}
	return all
}

// cleansUp reports whether the function closes something where it fails, and returns an error that says so.
func (s *Script) cleansUp() bool {
	if len(s.Graphs) == 0 || s.returns()&Nil == 0 {
		return false
	}
	g := s.Graphs[0]
	return slices.ContainsFunc(g, func(n Node) bool { return n.Kind == End && g.leads(n)&Nil == 0 })
}

// leads says what the errors are with which the function may return after n.
func (g Graph) leads(n Node) (all Class) {
	seen := make(map[int]bool)
	var visit func(n Node)
	visit = func(n Node) {
		if n.Kind == Return {
			all |= n.On
		}
		for _, next := range n.Next {
			if !seen[next.To] {
				seen[next.To] = true
				visit(g[next.To])
			}
		}
	}
	visit(n)
	return all
}

// quiet reports whether nothing happens in s: it is of use for what it returns.
func (s *Script) quiet() bool {
	for _, g := range s.Graphs {
		for _, n := range g {
			if n.Kind != Pass && n.Kind != Return {
				return false
			}
		}
	}
	return true
}

// bare returns s without what is of use in its own package only.
func (s *Script) bare() Script {
	c := *s
	c.Graphs = slices.Clone(s.Graphs)
	for i, g := range c.Graphs {
		c.Graphs[i] = slices.Clone(g)
		for j := range c.Graphs[i] {
			c.Graphs[i][j].bare()
		}
	}
	return c
}

func (n *Node) bare() {
	n.at = inspector.Cursor{}
	n.Code.Does = slices.Clone(n.Code.Does)
	for i := range n.Code.Does {
		n.Code.Does[i].bare()
	}
}
