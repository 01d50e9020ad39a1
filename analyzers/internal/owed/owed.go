// Package owed finds the values that somebody must release, and the paths on which nobody does.
//
// Where such a value can go is trace's answer, what functions do with it that of summary; which of that happens on which
// path, in one function, is found out here with flow.
package owed

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A Value is a result of a call that the caller has to release.
type Value struct {
	*resource.Resource
	Call   inspector.Cursor // *ast.CallExpr
	Func   *types.Func      // nil for a function value
	Result int
}

// Find returns the values that calls in this package hand to their callers, in the order of the source.
func Find(s *summary.Summary) []Value {
	var found []Value
	for _, file := range s.Files {
		for cur := range file.Preorder((*ast.CallExpr)(nil)) {
			found = append(found, results(s, cur)...)
		}
	}
	return found
}

// results returns the results of the call at cur that its caller has to release.
func results(s *summary.Summary, cur inspector.Cursor) []Value {
	call := cur.Node().(*ast.CallExpr)
	tv := s.Info.Types[call.Fun]
	if tv.Type == nil || tv.IsType() || tv.IsBuiltin() {
		return nil
	}
	sig, ok := tv.Type.Underlying().(*types.Signature)
	if !ok || !possible(s, sig) {
		return nil
	}
	fn := s.Resolve(call)
	row := s.Ask(fn)
	if row == nil {
		if k := s.HandedBy(sig); k != "" {
			return []Value{{s.Resource(k), cur, fn, 0}}
		}
		return nil
	}
	var found []Value
	for _, m := range row.Makes {
		res := s.Resource(m.Kind)
		if res == nil || m.Result >= sig.Results().Len() || m.Effect.Any(resource.Keeps|resource.Escapes) {
			continue
		}
		if m.Effect.Has(resource.Releases) && res.Kind == resource.HTTPResponse {
			continue // read and closed already, as generated clients do
		}
		if t := sig.Results().At(m.Result).Type(); s.ResourceOf(t) != nil || types.IsInterface(t) && s.CanClose(t) {
			v := Value{res, cur, fn, m.Result} // not: a struct around it, whose methods may do anything
			if res.Kind == resource.HTTPResponse && v.isHead(s.Info, func(id *ast.Ident) ast.Expr { return lastValue(s, id, cur) }) {
				continue
			}
			found = append(found, v)
		}
	}
	return found
}

// lastValue returns the expression whose value the variable that id names has where the call at cur is made, alone or as the first of
// several: that of the statement before it which assigns to the variable, or the only one.
func lastValue(s *summary.Summary, id *ast.Ident, cur inspector.Cursor) ast.Expr {
	obj := s.Info.ObjectOf(id)
	for cur.Valid() && cur.ParentEdgeKind() != edge.BlockStmt_List {
		if _, ok := cur.Node().(*ast.FuncLit); ok {
			return soleValue(s, id)
		}
		cur = cur.Parent()
	}
	for at, ok := cur.PrevSibling(); ok; at, ok = at.PrevSibling() {
		if stmt, ok := at.Node().(*ast.AssignStmt); ok {
			if lhs, ok := stmt.Lhs[0].(*ast.Ident); ok && s.Info.ObjectOf(lhs) == obj && !addressed(s, obj) {
				return stmt.Rhs[0]
			}
		}
		for _, use := range s.Uses(obj) {
			if use.ParentEdgeKind() == edge.AssignStmt_Lhs && at.Contains(use) {
				return nil
			}
		}
	}
	return soleValue(s, id)
}

// addressed reports whether somebody has the address of the variable.
func addressed(s *summary.Summary, obj types.Object) bool {
	return slices.ContainsFunc(s.Uses(obj), func(use inspector.Cursor) bool { return use.ParentEdgeKind() == edge.UnaryExpr_X })
}

// soleValue returns the only expression whose value the variable that id names ever gets, alone or as the first of several.
func soleValue(s *summary.Summary, id *ast.Ident) ast.Expr {
	obj := s.Info.ObjectOf(id)
	def := s.Def(obj)
	if obj == nil || !def.Valid() || def.ParentEdgeKind() != edge.AssignStmt_Lhs || def.Parent().Node().(*ast.AssignStmt).Lhs[0] != def.Node() {
		return nil
	}
	for _, use := range s.Uses(obj) {
		if use.ParentEdgeKind() == edge.AssignStmt_Lhs || use.ParentEdgeKind() == edge.UnaryExpr_X {
			return nil
		}
	}
	return def.Parent().Node().(*ast.AssignStmt).Rhs[0]
}

// possible keeps questions narrow: it reports whether a result is of a type that matters here.
func possible(s *summary.Summary, sig *types.Signature) bool {
	return resource.Some(sig.Results(), func(t types.Type) bool {
		return s.ResourceOf(t) != nil || types.IsInterface(t) && !resource.IsError(t) && s.CanClose(t)
	})
}

// Paths returns the places at which v gets out of reach on some path without having been released, in the order of the
// source; none if all is well, or if nobody can tell.
func (v *Value) Paths(s *summary.Summary) []Loss {
	lost := v.paths(s, false)
	if len(lost) > 0 && v.Kind == resource.HTTPResponse && len(v.paths(s, true)) == 0 {
		for i := range lost {
			lost[i].Spent = true
		}
	}
	return lost
}

// paths is Paths where what was read to its end is lost as well, or is not.
func (v *Value) paths(s *summary.Summary, spends bool) []Loss {
	fn := index.Function(v.Call)
	if !fn.Valid() {
		return nil // a package variable
	}
	graph := s.Graph(fn)
	start, ok := graph.Find(v.Call.Node())
	if !ok {
		return nil // cannot be reached
	}
	l := &ledger{s: s, graph: graph, fn: fn, value: v, spends: spends, start: start, fate: s.Local(outermost(fn)).Follow(v.Call, v.Result)}
	if !l.prepare() {
		return nil
	}
	lost, ok := graph.Follow(start, l.initial, l)
	if !ok {
		return nil
	}
	return l.losses(lost)
}

// outermost returns the outermost function around the function at fn: its declaration, or a literal of a package variable.
func outermost(fn inspector.Cursor) inspector.Cursor {
	for c := range fn.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		fn = c
	}
	return fn
}

// A Loss is a place at which a value gets out of reach.
type Loss struct {
	How  How
	Node ast.Node // the return statement, the assignment, or the call itself
	// Never says that nothing in the function releases the value; Name is the variable that holds it, or "".
	Never bool
	Name  string
	Spent bool // whichever way it is lost, it has been read to its end
	Kept  bool // on some path somebody else gets the value, and must find it unreleased
	// Captured says that something uses the value when the function has returned, or in what it deferred before.
	Captured bool
}

// How a value gets out of reach.
type How uint8

// Ways to lose a value.
const (
	Dropped     How = iota + 1 // it is not assigned to anything
	Returns                    // the function returns
	Overwritten                // its variable gets another value
	Repeated                   // a loop makes the next one
)

func (l *ledger) losses(lost []ast.Node) []Loss {
	var found []Loss
	single := (l.value.Process || l.value.Kind == resource.HTTPResponse) && l.s.Sites().Single(l.value.Call)
	for _, n := range lost {
		loss := Loss{Node: n, Never: !l.paid, Name: l.name, Kept: l.kept, Captured: l.captured != body.Within || l.needed()}
		_, returns := n.(*ast.ReturnStmt)
		switch {
		case n == l.start.Node() && l.dropped:
			loss.How = Dropped
		case n == l.start.Node():
			loss.How = Repeated
		case returns && single:
			continue // it is open once at most, for as long as the process lives
		case returns && l.ruledOut(n):
			continue
		case returns:
			loss.How = Returns
		default:
			loss.How = Overwritten
		}
		found = append(found, loss)
	}
	slices.SortFunc(found, func(a, b Loss) int { return int(a.Node.Pos() - b.Node.Pos()) })
	return found
}

// status returns the variable that says whether there is a value: an error or a bool that the call returns beside it. ok
// is false if it goes where no question about it can be understood.
func (l *ledger) status() (v *types.Var, ok bool) {
	tuple, isTuple := l.s.Info.TypeOf(l.value.Call.Node().(ast.Expr)).(*types.Tuple)
	if !isTuple {
		return nil, true
	}
	i := tuple.Len() - 1
	last := tuple.At(i).Type()
	if basic, isBool := last.Underlying().(*types.Basic); !resource.IsFailure(last) && (!isBool || basic.Kind() != types.Bool) {
		return nil, true
	}
	var lhs ast.Expr
	switch n := l.value.Call.Parent().Node().(type) {
	case *ast.AssignStmt:
		if i < len(n.Lhs) {
			lhs = n.Lhs[i]
		}
	case *ast.ValueSpec:
		if i < len(n.Names) {
			lhs = n.Names[i]
		}
	}
	if lhs == nil {
		return nil, true // the call is an argument or a statement
	}
	id, ok := ast.Unparen(lhs).(*ast.Ident)
	if !ok {
		return nil, false // a field
	}
	v, _ = l.s.Info.ObjectOf(id).(*types.Var) // nil for _
	return v, true
}

// pays reports whether what e does to the value ends what is owed here.
func (l *ledger) pays(e trace.Event) bool {
	const done = resource.Releases | resource.Keeps | resource.Escapes
	switch e.Kind {
	case trace.Stored, trace.Returned, trace.Lost:
		return true
	case trace.Read:
		return e.Field.Embedded() && isTaken(e.At) && l.s.CanClose(e.Field.Type()) // what it wraps is taken out of it
	case trace.Called, trace.Bound:
		if row := l.s.Row(e.Func); row != nil && row.Recv != 0 {
			return row.Recv.Any(done)
		}
		if recv := e.Func.Signature().Recv(); recv != nil && l.s.ResourceOf(recv.Type()) != nil {
			return false // the table knows the methods that release
		}
		return e.Effect.Any(done) || guess.Does(e.Func.Name()).Any(guess.Releases)
	case trace.Passed:
		if e.At.ParentEdgeKind() == edge.GoStmt_Call {
			return true // the goroutine has it
		}
		if l.isReceiver(e) {
			return guess.Does(e.Func.Name()).Any(guess.Releases)
		}
		if row := l.s.Row(e.Func); row != nil && row.Until != "" {
			return !l.calls(row.Until)
		}
		if l.s.Row(e.Func) != nil || e.Effect.Has(resource.Releases) {
			return e.Effect.Any(done)
		}
		if l.value.Process && l.s.Hides(e.Parameter(l.s.Info)) || l.standard(e.Func) {
			return true // there are no summaries inside the standard library
		}
		if !e.Effect.Any(done) {
			return false
		}
		t := e.Parameter(l.s.Info)
		return t == nil || l.s.CanClose(t) || resource.WritesThrough(t)
	}
	return false
}

// isTaken reports whether somebody goes on with the field at cur: it is not only looked at, used, or lent to a function.
func isTaken(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.TypeAssertExpr_X, edge.AssignStmt_Rhs, edge.ValueSpec_Values, edge.ReturnStmt_Results, edge.KeyValueExpr_Value, edge.CompositeLit_Elts:
		return true
	}
	return false
}

// isReceiver reports whether the value is passed to a variable that holds a method expression, as its receiver.
func (l *ledger) isReceiver(e trace.Event) bool {
	if e.Func == nil || e.Func.Signature().Recv() == nil || e.Slot != 0 {
		return false
	}
	sig, ok := l.s.Info.TypeOf(e.At.Node().(*ast.CallExpr).Fun).Underlying().(*types.Signature)
	return ok && sig.Recv() == nil && sig.Params().Len() == e.Func.Signature().Params().Len()+1
}

// calls reports whether the function calls the one with the given full name.
func (l *ledger) calls(name string) bool {
	for cur := range l.fn.Preorder((*ast.CallExpr)(nil)) {
		if fn := l.s.Callee(cur.Node().(*ast.CallExpr)); fn != nil && fn.FullName() == name && index.Function(cur) == l.fn {
			return true
		}
	}
	return false
}

// standard reports whether the package under analysis and fn both belong to the standard library.
func (l *ledger) standard(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && resource.IsStandard(l.s.Pkg.Path()) && resource.IsStandard(fn.Pkg().Path())
}
