package lostsignal

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// late reports calls that ask for SIGINT or SIGTERM behind one that blocks for as long as the program lives.
func (c *check) late() {
	for _, r := range c.registrations {
		if !r.Set.Does.Any(stops) && !r.Set.Every && !r.Set.Param {
			continue
		}
		c.lateAt(r.Call)
	}
}

func (c *check) lateAt(call inspector.Cursor) {
	for at := range c.Sites().Within(call) {
		if !at.Fn.Valid() || at.At != call && at.How&^site.Goroutine != 0 {
			return // where the call stands in a literal, what counts is where that is called or started
		}
		if block := c.blocksBefore(at.Fn, at.At); block.Valid() {
			c.reportLate(call, block)
			return
		}
	}
}

func (c *check) reportLate(call, block inspector.Cursor) {
	c.Report(report.Finding{
		Range:    call.Node(),
		Category: "signal-late",
		Message:  "the signals are asked for only after " + c.calleeName(block) + " has returned: until then SIGTERM kills the process without cleaning up",
		Remedy:   "ask for them first",
		Related:  []analysis.RelatedInformation{report.Related(block.Node(), "this blocks first")},
	})
}

func (c *check) calleeName(call inspector.Cursor) string {
	n, ok := call.Node().(*ast.CallExpr)
	if !ok {
		return "the wait"
	}
	if name := naming(n.Fun); name != "" {
		return name
	}
	return "a call that blocks"
}

// blocksBefore returns a call in the function at fn, or a receipt of a signal, that every path to the code at at goes
// through and that returns when the program is about to end, or an invalid cursor.
func (c *check) blocksBefore(fn, at inspector.Cursor) inspector.Cursor {
	var none inspector.Cursor
	g := c.Graph(fn)
	if g == nil {
		return none
	}
	p, ok := g.Find(at.Node())
	if !ok {
		return none // it can never run
	}
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if cur == at || cur.Contains(at) || !site.Inline(cur, fn) || !c.serving(cur) {
			continue
		}
		q, ok := g.Find(cur.Node())
		if ok && q != p && g.Always(p, func(n ast.Node) bool { return n == q.Node() }) && !g.Reaches(p, q) {
			return cur
		}
	}
	return none
}

// serving reports whether the call at cur serves until the program ends.
func (c *check) serving(cur inspector.Cursor) bool {
	fn := c.Callee(cur.Node().(*ast.CallExpr))
	row := c.Row(fn)
	if row == nil && fn != nil && fn.Pkg() == c.Pkg {
		row = c.Ask(fn)
	}
	if row == nil || !row.Does.Has(resource.Blocks) || row.Does.Any(resource.OnSIGINT|resource.OnSIGTERM|resource.OnAll) {
		return false
	}
	effect := row.Recv
	for _, e := range row.Args {
		effect |= e
	}
	return row.Does.Has(resource.Accepts) || effect.Any(resource.Serves|resource.RunsEngine)
}
