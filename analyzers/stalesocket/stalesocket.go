package stalesocket

import (
	_ "embed"
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
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
	for call, i := range calls(s, resource.Binds) {
		if !unix(s, call) {
			continue
		}
		arg := call.ChildAt(edge.CallExpr_Args, i)
		p := &path{Summary: s, parts: make(map[types.Object]bool)}
		if !p.read(arg, 0) || p.removed(call) || p.handedOn(call) {
			continue // it is new, or somebody removes it, or may do so
		}
		r.Report(report.Finding{
			Range:    call.Node(),
			Category: "stale-socket",
			Message: "nobody removes the socket " + types.ExprString(arg.Node().(ast.Expr)) +
				" before this: when the process was killed it is still there, and the next one cannot listen, for the address is already in use",
			Remedy: "remove it first, if it is a socket",
			Note:   true,
			Fixes:  removeFirst(pass, call, arg),
		})
	}
	return r.Result(), nil
}

// calls yields the calls of functions that do e to an argument, with its index, in the order of the source.
func calls(s *summary.Summary, e resource.Effect) func(yield func(inspector.Cursor, int) bool) {
	return func(yield func(inspector.Cursor, int) bool) {
		for _, fn := range s.Funcs() {
			row := s.Row(fn)
			if row == nil || !row.Slots().Has(e) {
				continue
			}
			for call := range s.Calls(fn) {
				for i := range call.Node().(*ast.CallExpr).Args {
					if row.Slot(trace.Slot(fn, i)).Has(e) && !yield(call, i) {
						return
					}
				}
			}
		}
	}
}

// unix reports whether the network that the call at cur listens on, if it is asked, has sockets in the file system.
func unix(s *summary.Summary, cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	params := s.Callee(call).Signature().Params()
	for i := range min(params.Len(), len(call.Args)) {
		if params.At(i).Name() == "network" {
			name := text(s, call.Args[i])
			return name == "unix" || name == "unixpacket"
		}
	}
	return true
}

// text returns the string that e is, if it is constant.
func text(s *summary.Summary, e ast.Expr) string {
	if v := s.Info.Types[e].Value; v != nil && v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	return ""
}
