package unflushed

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// sentry reports a program that starts sentry's client and never flushes it. Only package main can tell, and only if no
// other package of the same code base uses sentry.
func (c *checker) sentry() {
	if c.Pkg.Name() != "main" {
		return
	}
	var start *types.Func
	for _, fn := range c.Funcs() {
		if fn.Pkg() == nil || fn.Pkg().Path() != resource.Sentry {
			continue
		}
		switch {
		case fn.Name() == "Init" && fn.Signature().Recv() == nil:
			start = fn
		case strings.HasPrefix(fn.Name(), "Flush"), fn.Name() == "NewHTTPSyncTransport":
			return
		}
	}
	if start == nil || c.othersUseSentry(c.Pkg, make(map[*types.Package]bool)) {
		return
	}
	for call := range c.Calls(start) {
		c.Report(report.Finding{
			Range:    call.Node(),
			Category: category,
			Message:  "sentry sends events from a goroutine, and nothing flushes it: the events of the last seconds, and of the crash, are lost",
			Fixes:    c.deferFlush(call),
		})
	}
}

// othersUseSentry reports whether a package of the same code base that pkg imports uses sentry.
func (c *checker) othersUseSentry(pkg *types.Package, seen map[*types.Package]bool) bool {
	for _, imp := range pkg.Imports() {
		if seen[imp] || !resource.SameModule(imp.Path(), c.Pkg.Path()) {
			continue
		}
		seen[imp] = true
		for _, dep := range imp.Imports() {
			if dep.Path() == resource.Sentry {
				return true
			}
		}
		if c.othersUseSentry(imp, seen) {
			return true
		}
	}
	return false
}

// deferFlush flushes sentry when main returns.
func (c *checker) deferFlush(call inspector.Cursor) []analysis.SuggestedFix {
	fn := index.Function(call)
	if !fn.Valid() {
		return nil // in the value of a package variable
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || decl.Name.Name != "main" || decl.Recv != nil {
		return nil
	}
	stmt := call
	for stmt.Valid() && stmt.Parent().Node() != decl.Body {
		stmt = stmt.Parent()
	}
	_, i := stmt.ParentEdge()
	list := decl.Body.List
	if assign, ok := stmt.Node().(*ast.AssignStmt); ok && i+1 < len(list) { // err := Init(…); if err != nil { … }
		if check, ok := list[i+1].(*ast.IfStmt); ok && uses(c, check.Cond, assign.Lhs[0]) {
			stmt = stmt.Parent().ChildAt(edge.BlockStmt_List, i+1)
		}
	}
	b := fix.At(c.pass, call.Node().Pos())
	if b == nil {
		return nil
	}
	b.After(stmt.Node(), "defer %sFlush(2 * %sSecond)", b.Import(resource.Sentry), b.Import("time"))
	return []analysis.SuggestedFix{b.Fix("Flush sentry when main returns")}
}

// uses reports whether the condition mentions the variable that lhs names.
func uses(c *checker, cond, lhs ast.Expr) bool {
	id, ok := lhs.(*ast.Ident)
	if !ok {
		return false
	}
	v := c.Info.ObjectOf(id)
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && v != nil && c.Info.Uses[id] == v {
			found = true
		}
		return !found
	})
	return found
}
