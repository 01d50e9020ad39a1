// Package site says where code runs: in which functions it takes effect, and how control gets from there to it.
//
// Code stands in one function and takes effect in others: a function literal where it is called, deferred, started or handed
// to somebody, a declared function at each of its calls. The way out from the code is a sequence of sites, nearest first, one
// for each function on it, which ends outside functions: where the runtime calls main, or where nobody in sight makes the
// call.
//
// # What it cannot see
//
// A site is a place at which the code may run, not one at which it does. A function value is followed through variables and
// conversions, not through fields, containers, results and the parameters of functions of this package: there the site says
// Unknown, or Callback. Calls through interfaces are taken for possible wherever some interface in sight has a method of that name.
//
// Not done: to take the callers that are in sight for all there are. Whoever asks whether code runs only in goroutines, or
// nowhere, has to know that a function is exported, or was handed on, and gets a site with Unknown for it.
package site

import (
	"go/ast"
	"go/types"
	"iter"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// How says how control gets from a site to the code: a set, empty where the site calls it, or is it.
type How uint8

// What a How can hold.
const (
	Deferred  How = 1 << iota // when the function of the site returns
	Goroutine                 // in a goroutine of its own
	Hook                      // by somebody who keeps it for later: for the way out, or for a goroutine that calls what was registered
	Callback                  // by the function that it is handed to, during that call or later
	Unknown                   // by nobody in sight: it goes where it cannot be followed, or others may call it
)

// Aside are the ways to get to the code that may leave it unfinished, or not yet begun, when control goes on behind the site.
const Aside = Goroutine | Hook | Callback | Unknown

// Has reports whether h holds all of g.
func (h How) Has(g How) bool { return h&g == g }

// Any reports whether h holds some of g.
func (h How) Any(g How) bool { return h&g != 0 }

func (h How) String() string {
	var names []string
	for i, name := range []string{"deferred", "goroutine", "hook", "callback", "unknown"} {
		if h.Has(1 << i) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "|")
}

// A Site is a place from which control gets to the code.
type Site struct {
	// Fn is the function declaration or literal, or invalid outside functions.
	Fn inspector.Cursor
	// At is in Fn: the code itself, the call that leads to it, the call that it is handed to, or the expression with which it
	// leaves the sight. It is invalid where main is called, and, with Unknown, where others may call a function.
	At  inspector.Cursor
	How How
	Via How           // of this site and all between it and the code
	To  resource.Does // what is known of the function that the code is handed to
}

// Stmt returns the go or defer statement that makes the call of the site, or else what is there.
func (s Site) Stmt() inspector.Cursor {
	if s.At.Valid() {
		switch s.At.ParentEdgeKind() {
		case edge.GoStmt_Call, edge.DeferStmt_Call:
			return s.At.Parent()
		}
	}
	return s.At
}

// A Finder finds the sites of code in one package, or in one function of a dependency.
type Finder struct {
	*index.Index
	Ask   func(*types.Func) *resource.Row       // what functions do with those that they are given
	Graph func(fn inspector.Cursor) *flow.Graph // of a function declaration or literal, or nil
}

// bound is how many sites of one piece of code are looked for. Where there are more, the last one says Unknown.
const bound = 200

// Of yields the sites of the code at cur: its own function first, then its callers, and theirs.
func (f *Finder) Of(cur inspector.Cursor) iter.Seq[Site] { return f.sites(cur, false) }

// Within yields those of the sites that the function literals around the code at cur have, up to the function declaration.
func (f *Finder) Within(cur inspector.Cursor) iter.Seq[Site] { return f.sites(cur, true) }

func (f *Finder) sites(cur inspector.Cursor, within bool) iter.Seq[Site] {
	return func(yield func(Site) bool) {
		type way struct {
			at  inspector.Cursor
			via How
		}
		seen := make(map[way]bool)
		queue := []Site{Own(cur)}
		for n := 0; len(queue) > 0; n++ {
			s := queue[0]
			queue = queue[1:]
			if n == bound {
				yield(Site{How: Unknown, Via: Unknown})
				return
			}
			if !yield(s) {
				return
			}
			if !s.Fn.Valid() {
				continue
			}
			if _, ok := s.Fn.Node().(*ast.FuncDecl); ok && within {
				continue
			}
			for _, next := range f.Callers(s.Fn) {
				next.Via |= s.Via
				if w := (way{next.At, next.Via}); !seen[w] {
					seen[w] = true
					queue = append(queue, next)
				}
			}
		}
	}
}

// Own returns the site of the code at cur in its own function.
func Own(cur inspector.Cursor) Site {
	s := Site{Fn: index.Function(cur), At: cur}
	switch cur.ParentEdgeKind() {
	case edge.GoStmt_Call:
		s.How = Goroutine
	case edge.DeferStmt_Call:
		s.How = Deferred
	}
	s.Via = s.How
	return s
}

// Inline reports whether the code at cur stands in the function at fn itself, and runs in its course: neither when it returns nor
// in a goroutine.
func Inline(cur, fn inspector.Cursor) bool {
	s := Own(cur)
	return s.Fn == fn && s.How == 0
}

// Live reports whether the code at cur can run: main, an initial value, or somebody out of sight leads to it.
func (f *Finder) Live(cur inspector.Cursor) bool {
	for s := range f.Of(cur) {
		if !s.Fn.Valid() {
			return true
		}
	}
	return false
}

// Started reports whether the code at cur runs in a goroutine that this package starts, and only there.
func (f *Finder) Started(cur inspector.Cursor) bool {
	started := false
	for s := range f.Of(cur) {
		if s.Via.Has(Goroutine) {
			started = true
		} else if !s.Fn.Valid() {
			return false
		}
	}
	return started
}

// Single reports whether the code at cur runs a few times at most while the process lives: main, init or a function that does what
// the program was called for leads to it, and nobody else, in no loop.
func (f *Finder) Single(cur inspector.Cursor) bool {
	return f.Early(cur, func(inspector.Cursor) bool { return false })
}

// Early reports whether that is so as far as this package can see: of a function declaration that others may call, begins says whether
// they do that once, when the program comes up.
func (f *Finder) Early(cur inspector.Cursor, begins func(fn inspector.Cursor) bool) bool {
	seen := make(map[inspector.Cursor]bool)
	live := false
	for queue := []Site{Own(cur)}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		switch {
		case s.How.Has(Unknown) && s.At.Valid() && f.command(s.At):
			live = true // whoever makes the command, the program is called for it once
			continue
		case s.How.Any(Callback | Hook | Unknown), s.At.Valid() && s.Looped(), len(seen) == bound:
			return false
		case !s.Fn.Valid():
			live = true
			continue
		case seen[s.Fn]:
			continue
		}
		seen[s.Fn] = true
		for _, next := range f.Callers(s.Fn) {
			if !next.Fn.Valid() && next.How == Unknown && !next.At.Valid() && begins(s.Fn) {
				live = true
				continue
			}
			queue = append(queue, next)
		}
	}
	return live
}

// command reports whether the function value at cur becomes what a program does that is called for it.
func (f *Finder) command(cur inspector.Cursor) bool {
	t, field := f.Into(cur)
	return resource.IsCommand(t, field) || resource.IsPreparation(t, field)
}

// Looped reports whether the site is in a loop of its function.
func (s Site) Looped() bool {
	return s.Fn.Valid() && Looped(s.At, s.Fn) // or else it is the initial value of a variable
}

// Looped reports whether the code at cur is in a loop of the function at fn, which is around it.
func Looped(cur, fn inspector.Cursor) bool {
	for c := cur; c.Valid() && c != fn; c = c.Parent() {
		switch c.ParentEdgeKind() {
		case edge.ForStmt_Body, edge.ForStmt_Post, edge.ForStmt_Cond, edge.RangeStmt_Body:
			return true
		}
	}
	return false
}

// Once reports whether the function literal at lit runs once, however often control comes by: sync.Once.
func (f *Finder) Once(lit inspector.Cursor) bool {
	callers := f.Value(lit)
	for _, s := range callers {
		if !s.To.Has(resource.RunsOnce) {
			return false
		}
	}
	return len(callers) > 0
}

// Before reports whether on some path of the function of both sites a comes before b, no node in between being accepted by stop,
// which may be nil. What is deferred comes last, in reverse order. Of code that does not run in the course of its site, see
// Aside, it says when it was started or handed over.
func (f *Finder) Before(a, b Site, stop func(ast.Node) bool) bool {
	if a.Fn != b.Fn || !a.Fn.Valid() {
		return false
	}
	g := f.Graph(a.Fn)
	if g == nil {
		return false
	}
	ahead, late := g.Leads(a.At.Node(), b.At.Node(), stop), b.How.Has(Deferred)
	switch {
	case a.How.Has(Deferred):
		return late && a.At != b.At && g.Leads(b.At.Node(), a.At.Node(), stop)
	case late:
		return ahead || g.Leads(b.At.Node(), a.At.Node(), stop) && returns(g, a)
	}
	return ahead
}

// returns reports whether the function can return once it has been at s.
func returns(g *flow.Graph, s Site) bool {
	p, ok := g.After(s.At.Node())
	if !ok {
		return false
	}
	for _, exit := range g.Exits() {
		if g.Path(p, exit, nil) {
			return true
		}
	}
	return false
}
