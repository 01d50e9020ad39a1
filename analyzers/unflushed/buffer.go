package unflushed

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/cfg"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// buffers reports writers that hold back what is written to them, where nothing lets it go.
func (c *checker) buffers() {
	for _, fn := range c.Funcs() {
		if row := c.Row(fn); row == nil || !row.Does.Has(resource.Buffers) {
			continue
		}
		for call := range c.Calls(fn) {
			c.buffer(call, fn)
		}
	}
}

// A use is what becomes of one writer.
type use struct {
	writes, flushes []inspector.Cursor
	unclear         bool
	moved           bool // it leaves the variable that it is first put into
}

func (c *checker) buffer(call inspector.Cursor, fn *types.Func) {
	u := c.use(c.Tracer().Follow(call, 0))
	if u.unclear || len(u.writes) == 0 || c.passesThrough(call, fn, u) {
		return // somebody else may flush it, or there is nothing to flush
	}
	name := c.nameOf(call)
	switch {
	case len(u.flushes) == 0:
		c.Report(report.Finding{
			Range:    call.Node(),
			Category: category,
			Message:  "nothing flushes " + name + ": " + held(fn),
			Remedy:   "flush it on the way out",
			Related:  []analysis.RelatedInformation{report.Related(u.writes[0].Node(), "written to here")},
		})
	case !u.moved:
		if ret := c.early(call, u); ret != nil {
			c.Report(report.Finding{
				Range:    call.Node(),
				Category: category,
				Message:  name + " is not flushed where the function returns early: " + held(fn),
				Remedy:   "flush it there as well",
				Related:  []analysis.RelatedInformation{report.Related(ret, "returns here")},
			})
		}
	}
}

// passesThrough reports whether all that is written to a bufio.Writer is copied past its buffer: io.Copy hands the source to
// the writer behind it, if that one can read by itself.
func (c *checker) passesThrough(call inspector.Cursor, fn *types.Func, u use) bool {
	args := call.Node().(*ast.CallExpr).Args
	if fn.Pkg().Path() != "bufio" || len(args) == 0 {
		return false
	}
	if m, _, _ := types.LookupFieldOrMethod(c.Info.TypeOf(args[0]), true, nil, "ReadFrom"); m == nil {
		return false
	}
	return !slices.ContainsFunc(u.writes, func(w inspector.Cursor) bool {
		call, ok := w.Node().(*ast.CallExpr)
		if !ok {
			return true
		}
		copies := c.Callee(call)
		return copies == nil || copies.FullName() != "io.Copy" && copies.FullName() != "io.CopyN"
	})
}

// held says what is lost.
func held(fn *types.Func) string {
	if fn.Name() == "NewWriter" || fn.Name() == "NewWriterSize" || fn.Name() == "NewWriterLevel" {
		return "the end of what was written to it never arrives"
	}
	return "the messages that it still holds when the process ends are lost"
}

// nameOf returns the name of the variable that the result of the call at cur is put into.
func (c *checker) nameOf(cur inspector.Cursor) string {
	switch n := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		return types.ExprString(n.Lhs[0])
	case *ast.ValueSpec:
		return n.Names[0].Name
	}
	return "this writer"
}

// use sorts the events of a writer's life.
func (c *checker) use(fate *trace.Fate) use {
	var u use
	for _, e := range fate.Events {
		switch e.Kind {
		case trace.Called, trace.Bound:
			switch {
			case e.Effect.Has(resource.Flushes):
				u.flushes = append(u.flushes, e.At)
			case !resource.IsStandard(e.Func.Pkg().Path()) && c.Row(e.Func) == nil:
				u.unclear = true // it may flush too
			case e.Kind == trace.Called:
				u.writes = append(u.writes, e.At)
			}
		case trace.Passed:
			switch {
			case e.Effect.Has(resource.Flushes):
				u.flushes = append(u.flushes, e.At)
			case e.Func != nil && e.Func.Pkg() == c.Pkg:
				u.moved = true // followed into it
			case e.Effect.Has(resource.Writes):
				u.writes = append(u.writes, e.At)
			default:
				u.unclear = true
			}
		case trace.Left, trace.Lost:
			u.unclear = true
		case trace.Stored, trace.Returned:
			u.moved = true
		}
	}
	return u
}

// early returns a return statement that is reached after a write and without a flush, and that reports no error. It must
// stand before the first flush: behind it, whoever wrote the code has decided that there is nothing to flush.
func (c *checker) early(call inspector.Cursor, u use) ast.Node {
	fn := index.Function(call)
	if !fn.Valid() {
		return nil // a package variable
	}
	g := c.Graph(fn)
	first := u.flushes[0].Node().Pos()
	for _, f := range u.flushes {
		if index.Function(f) != fn || f.ParentEdgeKind() == edge.DeferStmt_Call {
			return nil // flushed by a defer, or when a literal is called
		}
		first = min(first, f.Node().Pos())
	}
	for _, w := range u.writes {
		if index.Function(w) != fn {
			return nil
		}
	}
	failed := flow.Nil(c.Info, c.isError)
	succeeds := func(from *cfg.Block, succ int) bool {
		cond, ok := g.Condition(from)
		return !ok || failed.Ask(cond, succ == 0) != flow.Some
	}
	var found ast.Node
	for _, w := range u.writes {
		p, ok := g.Find(w.Node())
		if !ok {
			continue
		}
		g.Walk(p.Next(), succeeds, func(_ flow.Point, n ast.Node) flow.Action {
			if slices.ContainsFunc(u.flushes, func(f inspector.Cursor) bool { return n.Pos() <= f.Node().Pos() && f.Node().End() <= n.End() }) {
				return flow.Prune
			}
			if ret, ok := n.(*ast.ReturnStmt); ok {
				if ret.Pos() < first && ret.End() <= fn.Node().End() && !c.fails(ret) {
					found = ret
					return flow.Stop
				}
				return flow.Prune
			}
			return flow.Go
		})
		if found != nil {
			return found
		}
	}
	return nil
}

// fails reports whether the return statement returns an error that may not be nil.
func (c *checker) fails(ret *ast.ReturnStmt) bool {
	return slices.ContainsFunc(ret.Results, func(e ast.Expr) bool { return c.isError(e) && !c.Info.Types[e].IsNil() })
}

func (c *checker) isError(e ast.Expr) bool { return resource.IsError(c.Info.TypeOf(e)) }
