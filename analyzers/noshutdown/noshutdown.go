package noshutdown

import (
	_ "embed"
	"go/ast"
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/origin"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
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

const (
	ginRun          = "gin-run"
	serveNoShutdown = "serve-no-shutdown"
)

func run(pass *analysis.Pass) (any, error) {
	s, r := summary.Of(pass), report.New(pass)
	reportRuns(pass, s, r)
	for _, call := range server.PackageCalls(s) {
		r.Report(report.Finding{
			Range:    call.Node(),
			Category: serveNoShutdown,
			Message:  s.Callee(call.Node().(*ast.CallExpr)).Name() + " keeps its server to itself, so nothing can shut it down: SIGTERM cuts the requests in flight",
			Remedy:   "serve with an http.Server of your own, and call its Shutdown",
			Note:     server.Side(s, call, server.Handler(call.Node())),
			Fixes:    rewriteMain(pass, s, call),
		})
	}
	reportServers(s, r)
	reportEndless(s, r)
	return r.Result(), nil
}

// reportRuns reports the calls of gin's Run methods.
func reportRuns(pass *analysis.Pass, s *summary.Summary, r *report.Reporter) {
	for _, fn := range s.Funcs() {
		row := s.Row(fn)
		if row == nil || !row.Recv.Has(resource.RunsEngine) {
			continue
		}
		for _, use := range s.Uses(fn) {
			call, called := s.CallOf(use)
			var also []analysis.RelatedInformation
			if exit := leaver(s); exit != nil {
				also = append(also, report.Related(exit, "and this ends the process at the signal, whatever still runs"))
			}
			r.Report(report.Finding{
				Range:    call.Node(), // the method value, where it is not called
				Category: ginRun,
				Message:  fn.Name() + " serves through an http.Server that nothing can shut down and that has no timeouts: SIGTERM cuts the requests in flight",
				Remedy:   "hand the engine to an http.Server of your own, and call its Shutdown",
				Related:  also,
				Fixes:    fixRun(pass, s, call, called),
			})
		}
	}
}

func fixRun(pass *analysis.Pass, s *summary.Summary, call inspector.Cursor, called bool) []analysis.SuggestedFix {
	if !called {
		return nil
	}
	return rewriteMain(pass, s, call)
}

// reportServers reports the servers made here that serve here and that nothing stops.
func reportServers(s *summary.Summary, r *report.Reporter) {
	reported := make(map[inspector.Cursor]bool)
	code := sync.OnceValue(func() *request.Code { return request.Find(s) })
	for _, srv := range server.Find(s, resource.ServerKinds()...) {
		if srv.Lost || srv.Ended || srv.Handed || srv.Exposed || stopped(s, srv) || !callerOwes(s, srv) {
			continue // or it may be stopped where it cannot be seen
		}
		serve := srv.Serves[0]
		if reported[serve.At] {
			continue // several servers come to the same call
		}
		reported[serve.At] = true
		r.Report(report.Finding{
			Range:    serve.At.Node(),
			Category: serveNoShutdown,
			Message:  message(s, srv),
			Remedy:   remedy(srv),
			Note:     srv.Side(s) || servesOnce(code, srv),
			Related:  related(srv),
		})
	}
}

// stop returns the name of the method that shuts down servers such as srv.
func stop(srv *server.Server) string {
	if srv.Creation.Kind == resource.GRPCServer {
		return "GracefulStop"
	}
	return "Shutdown"
}

func remedy(srv *server.Server) string {
	if len(srv.Closes) > 0 {
		return "call " + stop(srv) + " before it is closed"
	}
	return "call " + stop(srv) + " when SIGTERM has come"
}

// servesOnce reports whether srv is closed where the answer has come for which a command serves: one request at most is in flight.
func servesOnce(code func() *request.Code, srv *server.Server) bool {
	return slices.ContainsFunc(srv.Closes, func(e trace.Event) bool { return code().Awaited(e.At) })
}

func message(s *summary.Summary, srv *server.Server) string {
	for _, e := range srv.Stops {
		if only := server.Only(s, e.At); only != "" && !tooLate(s, srv, e) {
			return "this server is only shut down " + only + ": SIGTERM cuts the requests in flight"
		}
	}
	if len(srv.Closes) > 0 {
		return "this server is only ever closed, never given time by " + stop(srv) + ": the requests in flight are cut"
	}
	return "no " + stop(srv) + " of this server can be reached: SIGTERM cuts the requests in flight"
}

// related names the other places where srv serves, and then the one where it is made.
func related(srv *server.Server) []analysis.RelatedInformation {
	var places []analysis.RelatedInformation
	for _, e := range srv.Serves[1:] {
		if e.At != srv.Serves[0].At {
			places = append(places, report.Related(e.At.Node(), "it also serves here"))
		}
	}
	if len(places) < 2 {
		places = append(places, report.Related(srv.Creation.Cur.Node(), "the server is made here"))
	}
	return places
}

// stopped reports whether some Shutdown of srv can take effect, and is not only for requests and other signals.
func stopped(s *summary.Summary, srv *server.Server) bool {
	if srv.Creation.Effect.Has(resource.ShutsDown) || drainsItself(s, srv) {
		return true
	}
	for _, stop := range srv.Stops {
		if !tooLate(s, srv, stop) && server.Only(s, stop.At) == "" {
			return true
		}
	}
	return false
}

// drainsItself reports whether srv drains when a context ends that it is given among the options of serving, or may be.
func drainsItself(s *summary.Summary, srv *server.Server) bool {
	for _, e := range srv.Serves {
		call, ok := e.At.Node().(*ast.CallExpr)
		if !ok {
			continue
		}
		for i, arg := range call.Args {
			field, ok := resource.Graceful(s.Info.TypeOf(arg))
			if !ok {
				continue
			}
			options, ok := (&origin.Origin{Index: s.Index, Graph: s.Graph}).One(e.At.ChildAt(edge.CallExpr_Args, i))
			if !ok {
				return true // who knows what is in it
			}
			lit, ok := options.Node().(*ast.CompositeLit)
			if !ok || server.Field(lit, field) != nil || assigned(s, e.At, field) {
				return true
			}
		}
	}
	return false
}

// assigned reports whether the function around cur assigns to a field of this name.
func assigned(s *summary.Summary, cur inspector.Cursor, field string) bool {
	for stmt := range index.Function(cur).Preorder((*ast.AssignStmt)(nil)) {
		for _, lhs := range stmt.Node().(*ast.AssignStmt).Lhs {
			if v := s.Named(lhs); v != nil && v.IsField() && v.Name() == field {
				return true
			}
		}
	}
	return false
}

// callerOwes reports whether it is this package that has to stop srv. Of a type that has a server inside and nothing that
// shuts it down, the package that declares the type has said so already.
func callerOwes(s *summary.Summary, srv *server.Server) bool {
	t := srv.Creation.Type
	if srv.Creation.Func == nil || resource.KindOf(t) == srv.Creation.Kind {
		return true
	}
	if _, ok := t.Underlying().(*types.Pointer); !ok {
		t = types.NewPointer(t)
	}
	for sel := range types.NewMethodSet(t).Methods() {
		if row := s.Ask(sel.Obj().(*types.Func)); row != nil && row.Recv.Any(resource.ShutsDown|resource.ForceCloses) {
			return true
		}
	}
	return false
}

// tooLate reports whether stop can only run once the server has ended by itself: it stands behind a call that serves, in
// the same function, on every path.
func tooLate(s *summary.Summary, srv *server.Server, stop trace.Event) bool {
	fn := index.Function(stop.At)
	if !fn.Valid() || site.Own(stop.At).How.Has(site.Deferred) {
		return false
	}
	g := s.Graph(fn)
	if g == nil {
		return false
	}
	at, ok := g.Find(stop.At.Node())
	if !ok {
		return true // unreachable
	}
	var serves []flow.Point
	for _, e := range srv.Serves {
		if e.Kind != trace.Bound && site.Inline(e.At, fn) {
			if p, ok := g.Find(e.At.Node()); ok {
				serves = append(serves, p)
			}
		}
	}
	if len(serves) == 0 {
		return false
	}
	return g.Always(at, func(n ast.Node) bool {
		for _, p := range serves {
			if p.Node() == n {
				return true
			}
		}
		return false
	})
}
