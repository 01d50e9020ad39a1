package skipdefer

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/losses"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
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
	for _, file := range s.Files {
		var fns []inspector.Cursor
		deferred := make(map[inspector.Cursor][]pending)
		for stmt := range file.Preorder((*ast.DeferStmt)(nil)) {
			fn := index.Function(stmt)
			p, ok := weigh(s, stmt)
			if !ok || !fn.Valid() {
				continue // nothing is lost without it
			}
			if deferred[fn] == nil {
				fns = append(fns, fn)
			}
			deferred[fn] = append(deferred[fn], p)
		}
		for _, fn := range fns {
			reportExits(pass, s, r, fn, deferred[fn])
		}
	}
	return r.Result(), nil
}

// A pending is a defer statement, and the calls in it that matter most.
type pending struct {
	stmt  inspector.Cursor
	calls []inspector.Cursor
	tidy  bool // they only close what the end of the process closes as well, or end a profile
	lost  string
}

// weigh returns what the defer statement at stmt does that matters, if it does.
func weigh(s *summary.Summary, stmt inspector.Cursor) (p pending, ok bool) {
	var tidy, lost, profiles []inspector.Cursor
	for _, cur := range losses.Of(s.Package, stmt.ChildAt(edge.DeferStmt_Call, -1)) {
		switch call := cur.Node().(*ast.CallExpr); {
		case losses.IsProfile(s.Package, call):
			profiles = append(profiles, cur)
		case losses.Matters(s.Package, cur):
			lost = append(lost, cur)
		case !losses.IsFile(s.Package, call):
			tidy = append(tidy, cur)
		}
	}
	switch {
	case len(lost) > 0:
		return pending{stmt, lost, false, "what it would have written, closed or removed is left as it is"}, true
	case len(profiles) > 0:
		return pending{stmt, profiles, true, "the profile is of no use"}, true
	}
	return pending{stmt, tidy, true, "what it would have closed ends with the process, unannounced"}, len(tidy) > 0
}

// An ending is a call that ends the process, or can.
type ending struct {
	call    *ast.CallExpr
	point   flow.Point
	does    resource.Does
	skipped pending
	note    bool
}

// reportExits reports the exits in the function at fn that skip one of the deferred calls.
func reportExits(pass *analysis.Pass, s *summary.Summary, r *report.Reporter, fn inspector.Cursor, deferred []pending) {
	var here, deeper []ending
	for _, e := range exits(s, fn, deferred) {
		if e.does.Has(resource.Exits) || complains(s, e.call) {
			here = append(here, e)
		} else {
			deeper = append(deeper, e)
		}
	}
	if len(here) == 0 && len(deeper) > 0 {
		here, deeper = deeper[:1], deeper[1:] // who mends that will look at the others, which only might end the process
	}
	var fixes []analysis.SuggestedFix
	for _, same := range together(s, fn, here, deeper) {
		e := same[0]
		f := report.Finding{
			Range:    e.call,
			Category: "exit-skips-defer",
			Message:  message(s, e),
			Remedy:   "return the error instead",
			Note:     e.note,
			Related:  append([]analysis.RelatedInformation{report.Related(e.skipped.stmt.Node(), "deferred here")}, others(s, same[1:])...),
		}
		if fixes == nil { // one mends all that it can mend
			fixes = split(pass, s, fn, e.call)
			f.Fixes = fixes
		}
		r.Report(f)
	}
}

// together puts the endings that skip the same deferred call together, for what mends one mends all of them. Those that matter
// come first. The deeper ones only join others.
func together(s *summary.Summary, fn inspector.Cursor, here, deeper []ending) [][]ending {
	var all [][]ending
	at := make(map[inspector.Cursor]int)
	for n, e := range slices.Concat(here, deeper) {
		e.note = e.skipped.tidy || early(s, fn, e)
		i, ok := at[e.skipped.stmt]
		switch {
		case !ok && n >= len(here):
		case !ok:
			at[e.skipped.stmt] = len(all)
			all = append(all, []ending{e})
		case !e.note && all[i][0].note:
			all[i] = []ending{e}
		case e.note == all[i][0].note:
			all[i] = append(all[i], e)
		}
	}
	return all
}

// named is how many exits that do the same a finding names at most.
const named = 10

// others names the exits that skip the same.
func others(s *summary.Summary, same []ending) (related []analysis.RelatedInformation) {
	for i, e := range same[:min(len(same), named)] {
		text := "so does this exit"
		if !e.does.Has(resource.Exits) {
			text = "so does this call, where it ends the process" + where(s, e)
		}
		if more := len(same) - named; i == named-1 && more > 0 {
			text += fmt.Sprintf(", and %d more", more)
		}
		related = append(related, report.Related(e.call, "%s", text))
	}
	return related
}

// complains reports whether call hands an error to a function that ends the process if there is one: must(err).
func complains(s *summary.Summary, call *ast.CallExpr) bool {
	return resource.Some(s.Callee(call).Signature().Params(), resource.IsError)
}

// exits returns the calls in the function at fn that can end the process while one of the deferred calls is pending.
func exits(s *summary.Summary, fn inspector.Cursor, deferred []pending) []ending {
	var found []ending
	g := s.Graph(fn)
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue // another function
		}
		switch cur.ParentEdgeKind() {
		case edge.GoStmt_Call, edge.DeferStmt_Call:
			continue // not in this goroutine, or not now
		}
		e := ending{call: cur.Node().(*ast.CallExpr)}
		if e.does = exit.Does(s.Package, e.call); !e.does.Any(resource.Exits | resource.MayExit) {
			continue // comes back
		}
		var ok bool
		if e.point, ok = g.Find(e.call); !ok {
			continue // unreachable
		}
		for _, p := range slices.Backward(deferred) {
			p = p.beyond(s, e)
			if len(p.calls) == 0 {
				continue
			}
			if (e.skipped.calls == nil || e.skipped.tidy && !p.tidy) && skipped(s, g, p, e.point) {
				e.skipped = p
			}
		}
		if e.skipped.calls != nil {
			found = append(found, e) // one exit is one mistake
		}
	}
	return found
}

// beyond returns what of p the exit at e does not do itself: klog.Fatal, or what calls it, flushes what klog has buffered.
func (p pending) beyond(s *summary.Summary, e ending) pending {
	if !e.does.Has(resource.Cleans) {
		return p
	}
	own := s.Own(s.Callee(e.call).Pkg())
	p.calls = slices.DeleteFunc(slices.Clone(p.calls), func(c inspector.Cursor) bool {
		fn := s.Callee(c.Node().(*ast.CallExpr))
		return fn != nil && (fn.Pkg() == s.Callee(e.call).Pkg() || own && resource.IsLogger(fn.Pkg().Path()))
	})
	return p
}

func message(s *summary.Summary, e ending) string {
	ends := " ends the process"
	if !e.does.Has(resource.Exits) {
		ends = " can end the process" + where(s, e)
	}
	return name(s, e.call) + ends + " and " + name(s, e.skipped.calls[0].Node().(*ast.CallExpr)) + " never runs: " + e.skipped.lost
}

// where says where the call, which can end the process, does.
func where(s *summary.Summary, e ending) string {
	if s.Row(s.Callee(e.call)) != nil {
		return ""
	}
	return through(exit.Path(s.Package, e.call), exit.At(s.Package, e.call))
}

// name returns how the source calls the function of call, without arguments.
func name(s *summary.Summary, call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		switch x := ast.Unparen(fun.X).(type) {
		case *ast.CallExpr: // log.Fatal().Msg
			return name(s, x) + "()." + fun.Sel.Name
		case *ast.Ident, *ast.SelectorExpr:
			return types.ExprString(x) + "." + fun.Sel.Name
		}
		return fun.Sel.Name
	}
	return "this call"
}

// skipped reports whether some path leads from the defer statement to the exit without the cleanup by hand.
func skipped(s *summary.Summary, g *flow.Graph, p pending, end flow.Point) bool {
	from, ok := g.Find(p.stmt.Node())
	if !ok {
		return false // unreachable
	}
	return g.Walk(from.Next(), nil, func(at flow.Point, n ast.Node) flow.Action {
		switch {
		case byHand(s, n, p):
			return flow.Prune
		case at == end:
			return flow.Stop
		}
		return flow.Go
	})
}

// byHand reports whether the node does what p defers, or calls something that does it.
func byHand(s *summary.Summary, n ast.Node, p pending) bool {
	if n == p.stmt.Node() {
		return false // again, in a loop
	}
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if _, ok := n.(*ast.DeferStmt); ok || found {
			return false // not now
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		for _, c := range append(slices.Clone(p.calls), p.stmt.ChildAt(edge.DeferStmt_Call, -1)) {
			if same(s, call, c.Node().(*ast.CallExpr)) {
				found = true
			}
		}
		return !found
	})
	return found
}

// same reports whether the call a does what the deferred call b does: it calls the same function on the same value, or
// hands the value to a function that cleans up.
func same(s *summary.Summary, a, b *ast.CallExpr) bool {
	if a == b {
		return false
	}
	if fn := s.Callee(b); fn != nil && s.Callee(a) == fn && receiver(a) == receiver(b) {
		return true
	}
	if id, ok := ast.Unparen(b.Fun).(*ast.Ident); ok { // cleanup()
		if other, ok := ast.Unparen(a.Fun).(*ast.Ident); ok && s.Info.Uses[id] != nil && s.Info.Uses[id] == s.Info.Uses[other] {
			return true
		}
	}
	sel, ok := ast.Unparen(b.Fun).(*ast.SelectorExpr)
	if !ok || s.Callee(a) == nil {
		return false
	}
	value := s.Root(sel.X)
	if value == nil || !exit.Does(s.Package, a).Any(resource.Cleans|resource.Closes) {
		return false
	}
	for _, arg := range a.Args {
		if s.Root(arg) == value {
			return true
		}
	}
	if sel, ok := ast.Unparen(a.Fun).(*ast.SelectorExpr); ok {
		return s.Root(sel.X) == value
	}
	return false
}

// receiver returns the text of the value on which call is a method.
func receiver(call *ast.CallExpr) string {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return types.ExprString(sel.X)
	}
	return ""
}

// through says where the process ends, and names the function that the first one on the way there calls for it.
func through(path []*types.Func, place string) string {
	if len(path) < 2 {
		return " (" + place + ")"
	}
	last := path[len(path)-1]
	if last.Pkg() != path[0].Pkg() {
		return " (through " + last.Pkg().Name() + "." + last.Name() + ", " + place + ")"
	}
	return " (through " + last.Name() + ", " + place + ")"
}
