package deploy

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/ctxflow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/site"
)

// requests notes how long the package lets requests take.
func (r *reader) requests(needs *Needs) {
	add := func(what string, kind RequestKind, at, value inspector.Cursor) {
		if d, flag, ok := r.durations().Of(value); ok {
			needs.Requests = append(needs.Requests, RequestLimit{kind, Step{what, d, r.at(at.Node().Pos()), flag}, r.doors(at)})
		}
	}
	if field := r.writeTimeout(); field != nil {
		for _, use := range r.Uses(field) {
			switch parent := use.Parent(); parent.Node().(type) {
			case *ast.KeyValueExpr:
				if use.ParentEdgeKind() == edge.KeyValueExpr_Key {
					add("WriteTimeout", ByServer, parent, parent.ChildAt(edge.KeyValueExpr_Value, -1))
				}
			case *ast.SelectorExpr:
				if kind, i := parent.ParentEdge(); kind == edge.AssignStmt_Lhs {
					stmt := parent.Parent()
					if s := stmt.Node().(*ast.AssignStmt); len(s.Lhs) == len(s.Rhs) {
						add("WriteTimeout", ByServer, stmt, stmt.ChildAt(edge.AssignStmt_Rhs, i))
					}
				}
			}
		}
	}
	contexts := r.Contexts()
	for _, fn := range r.Funcs() {
		switch fn.FullName() {
		case "net/http.TimeoutHandler":
			for call := range r.Calls(fn) {
				if len(call.Node().(*ast.CallExpr).Args) == 3 {
					add("http.TimeoutHandler", ByHandler, call, call.ChildAt(edge.CallExpr_Args, 1))
				}
			}
		case "context.WithTimeout":
			for call := range r.Calls(fn) {
				if len(call.Node().(*ast.CallExpr).Args) == 2 && !site.Own(call).How.Has(site.Goroutine) && ofRequest(contexts.Of(call.ChildAt(edge.CallExpr_Args, 0))) {
					add("a request handler's context", ByHandler, call, call.ChildAt(edge.CallExpr_Args, 1))
				}
			}
		}
	}
}

// writeTimeout returns the field of http.Server, if the package imports that.
func (r *reader) writeTimeout() *types.Var {
	i := slices.IndexFunc(r.Pkg.Imports(), func(p *types.Package) bool { return p.Path() == "net/http" })
	if i < 0 {
		return nil
	}
	server := r.Pkg.Imports()[i].Scope().Lookup("Server")
	if server == nil {
		return nil
	}
	field, _, _ := types.LookupFieldOrMethod(server.Type(), true, nil, "WriteTimeout")
	v, _ := field.(*types.Var)
	return v
}

// ofRequest reports whether all of the contexts are known, and end with a request.
func ofRequest(contexts []*ctxflow.Context) bool {
	return len(contexts) > 0 && !slices.ContainsFunc(contexts, func(c *ctxflow.Context) bool {
		return !c.Chain(func(c *ctxflow.Context) bool { return c.Does.Has(resource.OfRequest) })
	})
}
