// Package server finds the servers of a package: where each is made, where it serves, and where it is stopped.
package server

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/guess"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A Server is one value that serves in this package.
type Server struct {
	Creation slots.Creation
	Fate     *trace.Fate
	Effect   resource.Effect // all that is done to it, assignments to its fields included
	Serves   []trace.Event   // in the order in which the trace met them, but for the nearest one, which comes first
	Stops    []trace.Event   // graceful, and in code that can run
	Closes   []trace.Event   // forced
	Lost     bool            // it also goes where nobody knows what becomes of it
	Ended    bool            // a library that serves with it is told to stop, and nobody knows how it does
	Handed   bool            // importers get it as a result
	Exposed  bool            // importers can reach it through an exported field or variable
}

// Find returns the servers of the given kinds that are made in this package and serve here.
func Find(s *summary.Summary, kinds ...resource.Kind) []*Server {
	var found []*Server
	for _, c := range slots.Creations(s.Package, kinds...) {
		fate := c.Follow(s.Tracer())
		srv := &Server{Creation: c, Fate: fate, Effect: slots.Effect(s.Info, fate)}
		for _, e := range fate.Events {
			switch {
			case e.Effect.Has(resource.Serves):
				srv.Serves = append(srv.Serves, e)
				srv.Lost = srv.Lost || e.Effect.Has(resource.Escapes) // what serves it may stop it as well
				if e.Effect.Has(resource.ShutsDown) {
					srv.Stops = append(srv.Stops, e) // a function that does both
				}
			case e.Effect.Has(resource.ShutsDown):
				if s.Sites().Live(e.At) {
					srv.Stops = append(srv.Stops, e)
				}
			case e.Effect.Has(resource.ForceCloses):
				if s.Sites().Live(e.At) {
					srv.Closes = append(srv.Closes, e)
				}
			case e.Effect.Any(resource.Escapes):
				srv.Lost = true
			case ended(s, e):
				srv.Ended = true
			case e.Kind == trace.Left && e.Field == nil:
				srv.Handed = true
			case e.Kind == trace.Left:
				srv.Exposed = true
			}
		}
		if len(srv.Serves) > 0 {
			srv.nearestFirst()
			found = append(found, srv)
		}
	}
	return found
}

// nearestFirst moves to the front where srv serves next behind its creation in the same function: a variable may hold several servers, one
// after the other.
func (srv *Server) nearestFirst() {
	made := srv.Creation.Cur
	fn := index.Function(made)
	nearest := -1
	for i, e := range srv.Serves {
		pos := e.At.Node().Pos()
		if fn.Valid() && fn.Contains(e.At) && pos > made.Node().Pos() && (nearest < 0 || pos < srv.Serves[nearest].At.Node().Pos()) {
			nearest = i
		}
	}
	if nearest > 0 {
		e := srv.Serves[nearest]
		srv.Serves = slices.Insert(slices.Delete(srv.Serves, nearest, nearest+1), 0, e)
	}
}

// ended reports whether e ends what a library has made of the server, in a way of which nobody knows more than the name.
func ended(s *summary.Summary, e trace.Event) bool {
	return e.Kind == trace.Called && e.Func.Pkg() != nil && !s.Own(e.Func.Pkg()) && !resource.IsStandard(e.Func.Pkg().Path()) && s.Row(e.Func) == nil &&
		guess.Does(e.Func.Name()).Any(guess.Ends|guess.Stops) && s.Sites().Live(e.At)
}

// PackageFunc reports whether fn is one of net/http's functions that make a server, serve with it and keep it to
// themselves.
func PackageFunc(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "net/http" || fn.Signature().Recv() != nil {
		return false
	}
	switch fn.Name() {
	case "ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS":
		return true
	}
	return false
}

// PackageCalls returns the calls of PackageFunc functions, in the order of the source by function.
func PackageCalls(s *summary.Summary) []inspector.Cursor {
	var calls []inspector.Cursor
	for _, fn := range s.Funcs() {
		if PackageFunc(fn) {
			for call := range s.Calls(fn) {
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// Handler returns the handler that a call of a PackageFunc function, or the literal of an http.Server, names, or nil.
func Handler(n ast.Node) ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if len(n.Args) > 1 {
			return n.Args[len(n.Args)-1-tlsArgs(n)]
		}
	case *ast.UnaryExpr:
		return Handler(n.X)
	case *ast.CompositeLit:
		if kv := Field(n, "Handler"); kv != nil {
			return kv.Value
		}
	}
	return nil
}

// tlsArgs returns how many arguments stand behind the handler: ListenAndServeTLS has it last, ServeTLS second.
func tlsArgs(call *ast.CallExpr) int {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "ServeTLS" && len(call.Args) == 4 {
		return 2
	}
	return 0
}

// Field returns the element of lit for the named field, or nil.
func Field(lit *ast.CompositeLit, name string) *ast.KeyValueExpr {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && id.Name == name {
				return kv
			}
		}
	}
	return nil
}

// Literal returns the composite literal that makes the server, or nil.
func (srv *Server) Literal() *ast.CompositeLit {
	n := srv.Creation.Cur.Node()
	if u, ok := n.(*ast.UnaryExpr); ok {
		n = u.X
	}
	lit, _ := n.(*ast.CompositeLit)
	return lit
}
