package deploy

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// healthPath tells paths that answer how the service is.
var healthPath = regexp.MustCompile(`^/([\w/.-]*/)?(health|healthz|healthy|healthcheck|health-check|livez|live|liveness|alive|readyz|ready|readiness|ping|_health)/?$`)

// statusPath tells further ones, at which a program may tell that besides other things.
var statusPath = regexp.MustCompile(`^/([\w/.-]*/)?(|status|statusz|up|upz|check|probe|heartbeat|health_check|health-?checks?|started|startup|version|_status|ping|_?ah/health)/?$`)

// registrars are the methods by which routers are given a path and who answers there.
var registrars = map[string]bool{"Handle": true, "HandleFunc": true, "GET": true, "Get": true, "Any": true, "Method": true, "MethodFunc": true, "Path": true, "Add": true, "All": true}

// health notes the paths that the package registers for questions about its health, and who answers there.
func (r *reader) health(needs *Needs) {
	for _, fn := range r.Funcs() {
		if !registrars[fn.Name()] || fn.Signature().Params().Len() == 0 || !isString(fn.Signature().Params().At(0).Type()) {
			continue
		}
		for cur := range r.Calls(fn) {
			call := cur.Node().(*ast.CallExpr)
			for i := range min(2, len(call.Args)) {
				v := r.Info.Types[call.Args[i]].Value
				if v == nil || v.Kind() != constant.String || len(call.Args) < 2 {
					break
				}
				pattern := constant.StringVal(v)
				if _, path, ok := strings.Cut(pattern, " "); ok {
					pattern = path // "GET /livez"
				}
				named := healthPath.MatchString(pattern)
				if !named && !statusPath.MatchString(pattern) {
					continue // perhaps the method stands in front: Method("GET", "/livez", …)
				}
				h := HealthURL{Path: pattern, At: r.at(call.Args[i].Pos()), Named: named}
				if at, ok := handlerOf(cur, i); ok {
					h.Func, h.Deed = r.answers(at, len(call.Args) == i+2)
				}
				needs.HealthURLs = append(needs.HealthURLs, h)
				break
			}
		}
	}
}

// handlerOf returns the argument of a registration that answers at the path, its i-th argument: the next one, as with Echo, if it
// takes a request as its own right, or the last one of a list, as with Gin.
func handlerOf(call inspector.Cursor, i int) (inspector.Cursor, bool) {
	args := call.Node().(*ast.CallExpr).Args
	if len(args) < i+2 {
		return call, false
	}
	if sel, ok := call.Node().(*ast.CallExpr).Fun.(*ast.SelectorExpr); ok && len(args) > i+2 && sel.Sel.Name != "GET" && sel.Sel.Name != "Any" && sel.Sel.Name != "Handle" {
		return call, false // of several nobody knows which one
	}
	return call.ChildAt(edge.CallExpr_Args, len(args)-1), true
}

// answers returns what is known of the handler at cur: the name of the function that it is, or what it does itself. alone says that
// nothing stands in front of it.
func (r *reader) answers(cur inspector.Cursor, alone bool) (name string, deed *Deed) {
	for {
		if lit, ok := r.LitOf(cur); ok {
			d := r.deedAt(lit)
			if alone {
				r.fixed(&d, lit)
			}
			return "", &d
		}
		switch n := cur.Node().(type) {
		case *ast.ParenExpr:
			cur = cur.ChildAt(edge.ParenExpr_X, -1)
			continue
		case *ast.UnaryExpr:
			cur = cur.ChildAt(edge.UnaryExpr_X, -1)
			continue
		case *ast.CompositeLit:
			return r.method(r.Info.TypeOf(n), "ServeHTTP"), nil
		case *ast.CallExpr:
			if len(n.Args) > 0 && r.Info.Types[n.Fun].IsType() {
				cur = cur.ChildAt(edge.CallExpr_Args, 0) // http.HandlerFunc(f)
				continue
			}
			fn := r.Callee(n)
			switch {
			case fn == nil:
				return "", nil
			case r.Own(fn.Pkg()):
				return nameOf(fn), nil // which makes the handler
			case len(n.Args) == 0:
				return "", nil
			}
			cur, alone = cur.ChildAt(edge.CallExpr_Args, 0), false // gin.WrapF(f)
			continue
		}
		if fn := r.FuncOf(cur.Node().(ast.Expr)); fn != nil {
			if !alone {
				return "", &Deed{Calls: []string{nameOf(fn)}}
			}
			return nameOf(fn), nil
		}
		if t := r.Info.TypeOf(cur.Node().(ast.Expr)); t != nil {
			return r.method(t, "ServeHTTP"), nil
		}
		return "", nil
	}
}

// method returns the name of the method of a type of one's own, or "".
func (r *reader) method(t types.Type, name string) string {
	obj, _, _ := types.LookupFieldOrMethod(t, true, r.Pkg, name)
	if fn, ok := obj.(*types.Func); ok && r.Own(fn.Pkg()) {
		return fn.Origin().FullName()
	}
	return ""
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Kind() == types.String
}

// takesAnswer reports whether a function is given what it answers a request through.
func takesAnswer(sig *types.Signature) bool {
	return resource.TakesRequest(sig) || resource.Some(sig.Params(), func(t types.Type) bool { return resource.TypeName(t) == "net/http.ResponseWriter" })
}
