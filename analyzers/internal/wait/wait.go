// Package wait says what may wait, and whom code tells that it has come so far.
//
// It follows calls into the functions of the package, and function values to the functions that can be in them.
package wait

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// An Answer says whether something waits.
type Answer int

// Who wants to say that nobody waits has to keep silent where that is Unknown: code runs of which nothing is known.
const (
	No Answer = iota
	Unknown
	Yes
)

func (a Answer) String() string { return [...]string{"no", "unknown", "yes"}[a] }

// An Engine answers for one package.
type Engine struct {
	*index.Index
	Ask func(*types.Func) *resource.Row
	// Own, if there is one, reports whether a package is one's own. Whether the functions of others wait, Ask does not know.
	Own func(*types.Package) bool
	// Knows, if there is one, is what the caller knows better of a function.
	Knows func(*types.Func) (a Answer, ok bool)
	// Idle, if there is one, reports that a receive from ch is none of the waits in question.
	Idle func(ch ast.Expr) bool
}

// bodies is how many functions are looked into for one answer.
const bodies = 200

// May reports whether evaluating n may wait: it sends, receives, sleeps, polls, or calls what does. A go statement does not
// wait, nor does a function literal that nobody calls. Of a range statement only what it ranges over counts, for in a
// graph the body stands by itself.
func (e *Engine) May(n ast.Node) Answer {
	w := &walk{Engine: e, seen: make(map[any]bool), left: bodies}
	if r, ok := n.(*ast.RangeStmt); ok {
		return max(w.syntax(r.X), w.ranges(r.X))
	}
	return w.syntax(n)
}

// Call reports whether what call calls may wait, its arguments aside.
func (e *Engine) Call(call *ast.CallExpr) Answer {
	return (&walk{Engine: e, seen: make(map[any]bool), left: bodies}).call(call)
}

// A walk is the search for one answer. It enters each function once, for an answer is the most that any part of it says.
type walk struct {
	*Engine
	seen map[any]bool // bodies and variables
	left int
}

func (w *walk) syntax(n ast.Node) (a Answer) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt, *ast.FuncLit:
			return false
		case *ast.SendStmt:
			a = Yes
		case *ast.SelectStmt:
			if len(n.Body.List) == 0 {
				a = Yes
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !w.idle(n.X) {
				a = Yes
			}
		case *ast.RangeStmt:
			a = max(a, w.ranges(n.X))
		case *ast.ForStmt:
			if n.Cond != nil && w.polls(n.Cond) {
				a = Yes
			}
		case *ast.CallExpr:
			a = max(a, w.call(n))
		}
		return a != Yes
	})
	return a
}

func (w *walk) idle(ch ast.Expr) bool { return w.Idle != nil && w.Idle(ch) }

// ranges reports whether a loop over x waits for its elements.
func (w *walk) ranges(x ast.Expr) Answer {
	t := w.Info.TypeOf(x)
	if t == nil {
		return Unknown
	}
	switch t.Underlying().(type) {
	case *types.Chan:
		if w.idle(x) {
			return No
		}
		return Yes
	case *types.Signature:
		return w.value(x)
	}
	return No
}

// polls reports whether the condition of a loop looks at what another goroutine sets.
func (w *walk) polls(cond ast.Expr) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			fn := w.Callee(call)
			found = found || fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic"
		}
		return !found
	})
	return found
}

func (w *walk) call(call *ast.CallExpr) Answer {
	if tv := w.Info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return No
	}
	fn := w.Callee(call)
	if fn == nil {
		return max(w.value(call.Fun), w.handed(call))
	}
	a := w.function(fn)
	const aside = resource.Spawns | resource.Async | resource.AfterDone | resource.OnDrain | resource.TakesTime
	if row := w.Row(fn); row == nil || !row.Does.Any(aside) {
		a = max(a, w.handed(call))
	}
	return a
}

// handed reports whether a function literal among the arguments waits: the callee may call it.
func (w *walk) handed(call *ast.CallExpr) (a Answer) {
	for _, arg := range call.Args {
		lit, ok := ast.Unparen(arg).(*ast.FuncLit)
		if !ok {
			continue
		}
		if sig, ok := w.Info.TypeOf(lit).(*types.Signature); ok && !resource.TakesRequest(sig) {
			a = max(a, w.body(lit.Body))
		}
	}
	return a
}

func (w *walk) function(fn *types.Func) Answer {
	if w.Knows != nil {
		if a, ok := w.Knows(fn); ok {
			return a
		}
	}
	if row := w.Row(fn); row != nil && row.Does.Any(waits) {
		return Yes
	}
	if _, decl := w.Decl(fn); decl != nil && decl.Body != nil {
		return w.body(decl.Body)
	}
	if fn.Pkg() == nil || resource.IsStandard(fn.Pkg().Path()) {
		return No // strings.Join
	}
	if guess.May(fn.Name()).Any(guess.Waits) {
		return Yes
	}
	if w.Own != nil && !w.Own(fn.Pkg()) {
		return No
	}
	if row := w.Ask(fn); row != nil && row.Does.Any(waits) {
		return Yes
	}
	return No
}

const waits = resource.Blocks | resource.TakesTime

// body reports whether a function with this body waits.
func (w *walk) body(b *ast.BlockStmt) Answer {
	switch {
	case w.seen[b]:
		return No
	case w.left == 0:
		return Unknown
	}
	w.seen[b] = true
	w.left--
	return w.syntax(b)
}

// value reports whether a call of the function value e may wait.
func (w *walk) value(e ast.Expr) Answer {
	found, all := w.Functions(e)
	a := No
	if !all {
		a = Unknown
	}
	for _, f := range found {
		switch {
		case f.Lit != nil:
			a = max(a, w.body(f.Lit.Body))
		case f.Func != nil:
			a = max(a, w.function(f.Func))
		}
	}
	return a
}
