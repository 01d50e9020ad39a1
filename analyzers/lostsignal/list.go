package lostsignal

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// untrappable reports a registration of signals that no process can catch. fixed says that the fix asks for SIGTERM.
func (c *check) untrappable(r signals.Registration) (fixed bool) {
	var names []string
	found := r.Set.Untrappable()
	for _, n := range found {
		names = append(names, naming(n.Cur.Node().(ast.Expr)))
	}
	if len(found) == 0 {
		return false
	}
	fixes, asksTERM := c.dropUntrappable(r, found)
	var related []analysis.RelatedInformation
	for _, n := range found {
		if n.Cur.Parent() != r.Call {
			related = append(related, report.Related(n.Cur.Node(), "the list names it here"))
		}
	}
	c.Report(report.Finding{
		Range:    r.Call.Node(),
		Category: "signal-untrappable",
		Message:  "no process can catch " + strings.Join(names, " or ") + ": the kernel never delivers it, and what should run then never does",
		Remedy:   "drop it",
		Related:  related,
		Fixes:    fixes,
	})
	return len(fixes) > 0 && asksTERM
}

// dropUntrappable takes the signals out of their lists, or puts SIGTERM in the place of the first one if nothing asks for
// that: whoever names SIGKILL or os.Kill means the signal that ends the process.
func (c *check) dropUntrappable(r signals.Registration, found []signals.Name) (fixes []analysis.SuggestedFix, asksTERM bool) {
	b := fix.At(c.pass, r.Call.Node().Pos())
	if b == nil || r.Set.Param {
		return nil, false
	}
	missing := !r.Set.Does.Any(resource.OnSIGTERM | resource.OnAll)
	if len(found) == len(r.Set.Names) && !missing {
		return nil, false
	}
	for _, n := range found {
		list, ok := c.editable(r, n.Cur)
		if !ok {
			return nil, false
		}
		if missing && !strings.HasSuffix(naming(n.Cur.Node().(ast.Expr)), "STOP") {
			b.Replace(n.Cur.Node(), "%sSIGTERM", b.Import("syscall"))
			missing, asksTERM = false, true
			if c.lastUse(n.Cur) {
				return nil, false
			}
			continue
		}
		if len(list) == 1 || c.lastUse(n.Cur) {
			return nil, false // an empty list asks for every signal
		}
		pos, end := without(list, n.Cur.Node())
		b.Delete(pos, end)
	}
	if asksTERM {
		return []analysis.SuggestedFix{b.Fix("Listen to SIGTERM instead")}, true
	}
	return []analysis.SuggestedFix{b.Fix("Drop the signal that cannot be caught")}, false
}

// without returns the text to delete so that list has no element e, with the comma before it, or behind it if it is the first.
func without(list []ast.Expr, e ast.Node) (pos, end token.Pos) {
	for i, x := range list {
		switch {
		case x != e:
		case i > 0:
			return list[i-1].End(), x.End()
		default:
			return x.Pos(), list[1].Pos()
		}
	}
	return token.NoPos, token.NoPos
}

// editable returns the list in which the name at cur stands, arguments of the registration or elements of a literal. ok is
// false if it stands elsewhere, or if the list serves something else as well.
func (c *check) editable(r signals.Registration, cur inspector.Cursor) (list []ast.Expr, ok bool) {
	switch cur.ParentEdgeKind() {
	case edge.CallExpr_Args:
		if cur.Parent() == r.Call && r.Func.Signature().Variadic() {
			return cur.Parent().Node().(*ast.CallExpr).Args[r.List:], true
		}
	case edge.CompositeLit_Elts:
		lit := cur.Parent()
		if lit.ParentEdgeKind() == edge.CallExpr_Args && lit.Parent() == r.Call || lit.ParentEdgeKind() == edge.RangeStmt_X || c.forNotifyOnly(lit) {
			return lit.Node().(*ast.CompositeLit).Elts, true
		}
	}
	return nil, false
}

// forNotifyOnly reports whether the list in the literal at lit is the value of a variable that only registrations read.
func (c *check) forNotifyOnly(lit inspector.Cursor) bool {
	var id *ast.Ident
	switch kind, i := lit.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		if stmt := lit.Parent().Node().(*ast.AssignStmt); len(stmt.Lhs) == len(stmt.Rhs) {
			id, _ = stmt.Lhs[i].(*ast.Ident)
		}
	case edge.ValueSpec_Values:
		if spec := lit.Parent().Node().(*ast.ValueSpec); len(spec.Names) == len(spec.Values) {
			id = spec.Names[i]
		}
	}
	if id == nil {
		return false
	}
	v, ok := c.Info.ObjectOf(id).(*types.Var)
	if !ok || v.Exported() && c.Pkg.Name() != "main" {
		return false
	}
	for _, use := range c.Uses(v) {
		switch use.ParentEdgeKind() {
		case edge.RangeStmt_X, edge.AssignStmt_Lhs:
		case edge.CallExpr_Args:
			if !c.registers(use.Parent()) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (c *check) registers(call inspector.Cursor) bool {
	for _, r := range c.registrations {
		if r.Call == call {
			return true
		}
	}
	return false
}

// lastUse reports whether the qualified name at cur is the only use of its import in the file, so that without it the
// file would no longer compile.
func (c *check) lastUse(cur inspector.Cursor) bool {
	sel, ok := cur.Node().(*ast.SelectorExpr)
	if !ok {
		return true // an import with a dot, or a constant of the program's own: leave it alone
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return true
	}
	pkg, ok := c.Info.Uses[id].(*types.PkgName)
	return !ok || len(c.Uses(pkg)) < 2
}

// addSIGTERM puts SIGTERM behind the last name of SIGINT.
func (c *check) addSIGTERM(r signals.Registration) []analysis.SuggestedFix {
	b := fix.At(c.pass, r.Call.Node().Pos())
	if b == nil || r.Set.Param {
		return nil
	}
	for i := len(r.Set.Names) - 1; i >= 0; i-- {
		n := r.Set.Names[i]
		if !n.Does.Has(resource.OnSIGINT) {
			continue
		}
		if _, ok := c.editable(r, n.Cur); !ok || fix.At(c.pass, n.Cur.Node().Pos()) == nil {
			return nil
		}
		if n.Cur.Parent() != r.Call {
			b = fix.At(c.pass, n.Cur.Node().Pos()) // the list may stand in another file
		}
		b.Insert(n.Cur.Node().End(), ", %sSIGTERM", b.Import("syscall"))
		return []analysis.SuggestedFix{b.Fix("Listen to SIGTERM too")}
	}
	return nil
}
