package unflushed

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// sentry reports a program that starts sentry's client, itself or by a function of its code base, and never flushes it. Only
// package main can tell.
func (c *checker) sentry() {
	if c.Pkg.Name() != "main" {
		return
	}
	var starts []*types.Func
	for _, fn := range c.Funcs() {
		does := c.sends(fn)
		if does.Has(resource.Empties) {
			return
		}
		if does.Has(resource.Queues) && fn.Pkg() != c.Pkg {
			starts = append(starts, fn)
		}
	}
	if len(starts) == 0 || c.othersFlush(c.Pkg, make(map[*types.Package]bool)) {
		return
	}
	for _, start := range starts {
		what := start.Name() + " starts sentry, which sends events from a goroutine"
		if start.Pkg().Path() == resource.Sentry {
			what = "sentry sends events from a goroutine"
		}
		for call := range c.Calls(start) {
			c.Report(report.Finding{
				Range:    call.Node(),
				Category: category,
				Message:  what + ", and nothing flushes it: the events of the last seconds, and of the crash, are lost",
				Remedy:   "call sentry.Flush on the way out",
				Fixes:    c.deferFlush(call, start),
			})
		}
	}
}

// sends says whether fn, of sentry or of the same code base, starts sentry's client or flushes it.
func (c *checker) sends(fn *types.Func) resource.Does {
	row := c.Row(fn)
	if row == nil && c.Own(fn.Pkg()) {
		row = c.Ask(fn)
	}
	if row == nil {
		return 0
	}
	return row.Does & (resource.Queues | resource.Empties)
}

// othersFlush reports whether a package of the same code base that pkg imports has a function that flushes sentry.
func (c *checker) othersFlush(pkg *types.Package, seen map[*types.Package]bool) bool {
	for _, imp := range pkg.Imports() {
		if seen[imp] || !c.Own(imp) {
			continue
		}
		seen[imp] = true
		if slices.ContainsFunc(imp.Imports(), func(p *types.Package) bool { return p.Path() == resource.Sentry }) && c.flushes(imp) {
			return true
		}
		if c.othersFlush(imp, seen) {
			return true
		}
	}
	return false
}

// flushes reports whether some function or method of pkg flushes sentry.
func (c *checker) flushes(pkg *types.Package) bool {
	for _, name := range pkg.Scope().Names() {
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			if c.sends(obj).Has(resource.Empties) {
				return true
			}
		case *types.Var:
			if _, ok := obj.Type().Underlying().(*types.Signature); ok {
				return true // perhaps it does
			}
		case *types.TypeName:
			named, ok := obj.Type().(*types.Named)
			if !ok {
				continue
			}
			for m := range named.Methods() {
				if c.sends(m).Has(resource.Empties) {
					return true
				}
			}
		}
	}
	return false
}

// deferFlush flushes sentry when main returns.
func (c *checker) deferFlush(call inspector.Cursor, start *types.Func) []analysis.SuggestedFix {
	if start.Pkg().Path() != resource.Sentry {
		return nil // it may do more than that, and come back when all is over
	}
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
