package summary

import (
	"cmp"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A Registration is a call that asks for signals, or asks not to hear them: of a function of os/signal, or of one that
// hands what it is given to such a function.
type Registration struct {
	Call inspector.Cursor
	Func *types.Func
	List int // the first argument that is a signal or a list of signals
	Set  SignalSet
}

// Registrations returns the calls in this package that ask for signals, in the order of the source.
func (s *Summary) Registrations() []Registration { return s.signalCalls(resource.Registers) }

// Ignored returns the calls in this package that ask not to hear signals, in the order of the source.
func (s *Summary) Ignored() []Registration { return s.signalCalls(resource.Ignores) }

func (s *Summary) signalCalls(effect resource.Effect) []Registration {
	var all []Registration
	reader := s.signalReader()
	for _, fn := range s.Funcs() {
		list := signalList(fn)
		if list < 0 {
			continue
		}
		row := s.Ask(fn)
		if row == nil || !row.Slot(list).Has(effect) {
			continue
		}
		for _, call := range callsThrough(s.Index, fn) {
			all = append(all, Registration{Call: call, Func: fn, List: list, Set: reader.arguments(call, list)})
		}
	}
	slices.SortStableFunc(all, func(a, b Registration) int { return cmp.Compare(a.Call.Node().Pos(), b.Call.Node().Pos()) })
	return all
}

// callsThrough returns the calls of fn, also those through a variable that holds nothing else: notify := signal.Notify.
func callsThrough(ix *index.Index, fn *types.Func) []inspector.Cursor {
	var calls []inspector.Cursor
	for _, use := range ix.Uses(fn) {
		if call, ok := ix.CallOf(use); ok {
			calls = append(calls, call)
			continue
		}
		value := use
		for value.ParentEdgeKind() == edge.SelectorExpr_Sel || value.ParentEdgeKind() == edge.ParenExpr_X {
			value = value.Parent()
		}
		v := assignedTo(ix, value)
		if v == nil {
			continue
		}
		if only, ok := ix.Single(v); !ok || only != value {
			continue
		}
		for _, use := range ix.Uses(v) {
			if call, ok := ix.CallOf(use); ok {
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// assignedTo returns the variable that gets the value of the expression at cur, or nil.
func assignedTo(ix *index.Index, cur inspector.Cursor) *types.Var {
	var id *ast.Ident
	switch kind, i := cur.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		if stmt := cur.Parent().Node().(*ast.AssignStmt); len(stmt.Lhs) == len(stmt.Rhs) {
			id, _ = ast.Unparen(stmt.Lhs[i]).(*ast.Ident)
		}
	case edge.ValueSpec_Values:
		if spec := cur.Parent().Node().(*ast.ValueSpec); len(spec.Names) == len(spec.Values) {
			id = spec.Names[i]
		}
	}
	if id == nil {
		return nil
	}
	v, _ := ix.Info.ObjectOf(id).(*types.Var)
	return v
}

// signalList returns the first parameter of fn that is a signal or a list of signals, or -1. Only what has one can
// register what its caller names, so this spares most questions.
func signalList(fn *types.Func) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		if isSignals(params.At(i).Type()) {
			return i
		}
	}
	return -1
}

func isSignals(t types.Type) bool {
	if sl, ok := t.Underlying().(*types.Slice); ok {
		t = sl.Elem()
	}
	return resource.TypeName(t) == "os.Signal"
}

// signals notes what this package tells its importers about signals.
func (s *Summary) signals() {
	for _, r := range s.Registrations() {
		s.Fact.Signals |= r.Set.Does
	}
	s.Fact.Serves = s.Fact.Serves || s.serves()
	if s.Pkg.Name() == "main" {
		return
	}
	reader := s.signalReader()
	scope := s.Pkg.Scope()
	for _, name := range scope.Names() {
		v, ok := scope.Lookup(name).(*types.Var)
		if !ok || !v.Exported() || !isSignals(v.Type()) {
			continue
		}
		var set SignalSet
		if reader.add(reader.origins().Of(v), &set); set.Does != 0 {
			s.Fact.Lists = append(s.Fact.Lists, List{Var: s.Pkg.Path() + "." + name, Does: set.Does})
		}
	}
}

// serves reports whether this package accepts connections.
func (s *Summary) serves() bool {
	return slices.ContainsFunc(s.Funcs(), func(fn *types.Func) bool {
		row := s.Row(fn)
		if row == nil {
			return false
		}
		effect := row.Recv
		for _, e := range row.Args {
			effect |= e
		}
		return effect.Any(resource.Serves|resource.RunsEngine) || row.Does.Has(resource.Accepts)
	})
}

// HearsSIGTERM reports whether the program, as far as it can be seen from this package, asks for SIGTERM: here, in a
// package of the module below, or in a function of another module that is used here.
func (s *Summary) HearsSIGTERM() bool {
	const heard = resource.OnSIGTERM | resource.OnAll
	if s.Fact.Signals.Any(heard) {
		return true
	}
	return slices.ContainsFunc(s.Funcs(), func(fn *types.Func) bool {
		if fn.Pkg() == nil || fn.Pkg() == s.Pkg || resource.IsStandard(fn.Pkg().Path()) {
			return false
		}
		row := s.Ask(fn)
		return row != nil && row.Does.Any(heard|resource.OnSignal)
	})
}

// registers returns the signals that the function at cur asks for by itself, at once or in a goroutine.
func (f *function) registers(cur inspector.Cursor) resource.Does {
	call := cur.Node().(*ast.CallExpr)
	fn := f.Resolve(call)
	if fn == nil {
		return 0
	}
	list := signalList(fn)
	if list < 0 {
		return 0
	}
	if row := f.ask(fn); row == nil || !row.Slot(trace.Slot(fn, list)).Has(resource.Registers) {
		return 0
	}
	reader := &signalReader{ix: f.Index}
	return reader.arguments(cur, list).Does
}
