package zombie

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer is the check.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, []*analysis.Analyzer{summary.Analyzer}),
	ResultType: report.ResultType,
	Run:        run,
})

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	commands(s, r)
	return r.Result(), nil
}

// commands reports the commands that are started and that nobody waits for.
func commands(s *summary.Summary, r *report.Reporter) {
	requests := sync.OnceValue(func() *request.Code { return request.Find(s) })
	for _, fn := range s.Funcs() {
		if row := s.Row(fn); row == nil || !row.Recv.Has(resource.Starts) {
			continue
		}
		for call := range s.Calls(fn) {
			name, lost := abandoned(s, call)
			if !lost || ends(s, call) || elsewhere(s.Info, call) {
				continue
			}
			r.Report(report.Finding{
				Range:    call.Node(),
				Category: "cmd-no-wait",
				Message:  fmt.Sprintf("%s is started and never waited for: once it has ended, it stays a zombie until this process ends", name),
				Remedy:   "call Wait, in a goroutine if need be",
				Note:     !requests().Runs(call) && !repeats(s, call), // one zombie does no harm
			})
		}
	}
}

// repeats reports whether the code at cur runs in a loop, its own or that of somebody who calls it.
func repeats(s *summary.Summary, cur inspector.Cursor) bool {
	for at := range s.Sites().Of(cur) {
		if at.Looped() {
			return true
		}
	}
	return false
}

// abandoned reports whether nobody can wait for the command that the call at start starts.
func abandoned(s *summary.Summary, start inspector.Cursor) (name string, lost bool) {
	sel, ok := ast.Unparen(start.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	switch x := ast.Unparen(sel.X).(type) {
	case *ast.CallExpr:
		return "the command", isMaker(s.Info, x) // exec.Command(…).Start()
	case *ast.Ident:
		v, ok := s.Info.Uses[x].(*types.Var)
		return x.Name, ok && made(s, v) && !waited(s, v)
	}
	return "", false
}

// isMaker reports whether the call is that of a function, and no method, that returns a command: what a method returns, its
// receiver may have as well.
func isMaker(info *types.Info, call *ast.CallExpr) bool {
	if resource.Kind(resource.TypeName(info.TypeOf(call))) != resource.Cmd {
		return false
	}
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return info.Selections[fun] == nil
	}
	return false
}

// made reports whether v is a local variable that only holds commands made for it.
func made(s *summary.Summary, v *types.Var) bool {
	def := s.Def(v)
	if !def.Valid() || v.IsField() || v.Parent() == s.Pkg.Scope() {
		return false
	}
	n := 0
	for _, id := range append([]inspector.Cursor{def}, s.Uses(v)...) {
		value, assigned, ok := s.Assigned(id)
		if !ok {
			return false // a parameter, or a result among several
		}
		if !assigned {
			continue
		}
		call, ok := ast.Unparen(value.Node().(ast.Expr)).(*ast.CallExpr)
		if !ok || !isMaker(s.Info, call) {
			return false
		}
		n++
	}
	return n > 0
}

// waited reports whether somebody waits for the command in v, or may do so.
func waited(s *summary.Summary, v *types.Var) bool {
	fate := s.Tracer().FollowVar(v)
	if fate.Effect.Any(resource.Releases | resource.Keeps | resource.Escapes) {
		return true
	}
	for _, e := range fate.Events {
		if e.Kind == trace.Returned || e.Kind == trace.Left {
			return true // the caller has it
		}
		if e.Field == nil || !e.At.Valid() {
			continue
		}
		if _, isProcess := e.Field.Type().(*types.Pointer); isProcess && resource.TypeName(e.Field.Type()) == "os.Process" && !looked(s, e.At) {
			return true
		}
	}
	return false
}

// looked reports whether the process at sel is only looked at, or sent a signal.
func looked(s *summary.Summary, sel inspector.Cursor) bool {
	if sel.ParentEdgeKind() != edge.SelectorExpr_X {
		kind := sel.ParentEdgeKind()
		return kind == edge.BinaryExpr_X || kind == edge.BinaryExpr_Y
	}
	used := s.Info.Uses[sel.Parent().Node().(*ast.SelectorExpr).Sel]
	fn, ok := used.(*types.Func)
	if !ok {
		return true // Pid
	}
	row := s.Row(fn)
	return row != nil && !row.Recv.Has(resource.Releases)
}

// ends reports whether the process ends right after the call: in func main, or where no path leads out of the function.
func ends(s *summary.Summary, call inspector.Cursor) bool {
	fn := index.Function(call)
	if !fn.Valid() {
		return false
	}
	if decl, ok := fn.Node().(*ast.FuncDecl); ok && decl.Recv == nil && decl.Name.Name == "main" && s.Pkg.Name() == "main" {
		return true
	}
	graph := s.Graph(fn)
	p, ok := graph.Find(call.Node())
	if !ok {
		return true
	}
	return !graph.Walk(p, started(s, graph, call), func(_ flow.Point, n ast.Node) flow.Action {
		if _, ok := n.(*ast.ReturnStmt); ok {
			return flow.Stop
		}
		return flow.Go
	})
}

// started returns a branch function that takes no edge on which the call has failed: then nothing runs.
func started(s *summary.Summary, graph *flow.Graph, call inspector.Cursor) func(*cfg.Block, int) bool {
	if call.ParentEdgeKind() != edge.AssignStmt_Rhs {
		return nil
	}
	id, ok := call.Parent().Node().(*ast.AssignStmt).Lhs[0].(*ast.Ident)
	if !ok {
		return nil
	}
	status, _ := s.Info.ObjectOf(id).(*types.Var)
	q := flow.Question{
		Info:    s.Info,
		Status:  status,
		Holds:   func(ast.Expr) bool { return false },
		Witness: func(types.Object) bool { return false },
		Ends:    func(*ast.CallExpr) bool { return false },
	}
	return q.Branch(graph)
}

// elsewhere reports whether the code at cur runs on another system only, on Windows mostly, where there are no zombies: what
// runtime.GOOS is compared with there, it is not here.
func elsewhere(info *types.Info, cur inspector.Cursor) bool {
	never := func(c flow.Condition) bool { return flow.Constant(info).Ask(c, true) == flow.None }
	for cur := range cur.Enclosing((*ast.BlockStmt)(nil), (*ast.CaseClause)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.BlockStmt:
			if cur.ParentEdgeKind() == edge.IfStmt_Body && never(flow.Condition{Expr: cur.Parent().Node().(*ast.IfStmt).Cond}) {
				return true
			}
		case *ast.CaseClause:
			sw, ok := cur.Parent().Parent().Node().(*ast.SwitchStmt)
			if ok && sw.Tag != nil && len(n.List) > 0 && !slices.ContainsFunc(n.List, func(e ast.Expr) bool { return !never(flow.Condition{Tag: sw.Tag, Expr: e}) }) {
				return true
			}
		}
	}
	return false
}
