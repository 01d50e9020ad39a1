package lifecycle

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
)

// many is how many types an interface may be in a list of services: what has more is no service.
const many = 12

// parts are words of methods that what has a life of its own is begun with; those by which it ends are for guess.
var parts = []string{"start", "listen", "launch", "boot", "init"}

// dispatches reports whether fn, a method of an interface of the module, is called as what begins, or ends, what a program is made of.
func (b *builder) dispatches(fn *types.Func) bool {
	if !b.Own(fn.Pkg()) {
		return false
	}
	return guess.Does(fn.Name()).Any(guess.Over|guess.Works) || slices.ContainsFunc(guess.Words(fn.Name()), func(w string) bool {
		return slices.Contains(parts, w)
	})
}

// element reports whether the expression at cur is an element of a list, in a loop over that: a variable of a range statement.
func (b *builder) element(cur inspector.Cursor) bool {
	id, ok := b.unparen(cur).Node().(*ast.Ident)
	for range 3 {
		if !ok {
			return false
		}
		v, _ := b.Info.Uses[id].(*types.Var)
		if v == nil {
			return false
		}
		if def := b.Def(v); def.Valid() && def.ParentEdgeKind() == edge.RangeStmt_Value {
			return true
		}
		value, single := b.Single(v)
		if !single {
			return false
		}
		id, ok = value.Node().(*ast.Ident) // s := s
	}
	return false
}

// listed reports whether the method that the identifier at cur names is that of an element of a list.
func (b *builder) listed(cur inspector.Cursor) bool {
	return cur.ParentEdgeKind() == edge.SelectorExpr_Sel && b.element(cur.Parent().ChildAt(edge.SelectorExpr_X, -1))
}

// abstract returns what the call at cur of fn runs, a method of an interface for which this package knows no type, or several: the
// program that it becomes part of may know more.
func (w *writer) abstract(cur inspector.Cursor, fn *types.Func) (Code, bool) {
	if !w.dispatches(fn) {
		return Code{}, false
	}
	fun := w.unparen(cur.ChildAt(edge.CallExpr_Fun, -1))
	sel, ok := fun.Node().(*ast.SelectorExpr)
	if !ok || w.Info.Selections[sel] == nil {
		return Code{}, false
	}
	does := w.named(cur, w.library(cur, fn, w.receiver(cur)))
	if slices.ContainsFunc(does, func(n Node) bool { return n.Kind != Await && n.Kind != Tell }) {
		return Code{}, false // this is more than what it may be
	}
	return Code{Method: fn.FullName(), Every: w.listed(fun.ChildAt(edge.SelectorExpr_Sel, -1)), Args: w.arguments(cur, fn), Does: does}, true
}

// choices returns what the code is, a method of an interface, in the light of all types of the program: the only one that it can be, or,
// where it is that of each element of a list, all of them.
func (m *maker) choices(c Code) []Code {
	if c.Method == "" {
		return nil
	}
	var found []Code
	all := m.methods(c.Method)
	for _, name := range all {
		if m.scripts[name] != nil {
			found = append(found, Code{Func: name, Args: c.Args, Chosen: true})
		}
	}
	if len(all) > many || len(all) > 1 && !c.Every {
		return nil
	}
	return found
}

// methods returns the names of what the method of an interface with this name can be, as far as it can be seen from this package.
func (l *Lifecycle) methods(name string) (names []string) {
	fn := l.function(name)
	if fn == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, impl := range l.builder.implementations(fn) {
		names = append(names, impl.FullName())
	}
	slices.Sort(names)
	return slices.Compact(names)
}
