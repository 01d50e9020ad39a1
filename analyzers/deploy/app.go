package deploy

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/duration"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// appType is the type of the runtime module that ends a program in three steps.
const appType = "github.com/shutdownlint/shutdownlint/runtime/graceful.App"

// appSteps are its fields, with what they bound and the time that holds when they are not set.
var appSteps = []struct {
	field, what string
	standard    time.Duration
}{
	{"Delay", "a delay", 5 * time.Second},
	{"Grace", "requests in flight", 15 * time.Second},
	{"Close", "workers and closers", 5 * time.Second},
}

// appRest is what the App may take besides.
const appRest = time.Second

// An app is an expression that makes a graceful.App.
type app struct {
	cur inspector.Cursor
	lit *ast.CompositeLit // nil for the zero value
}

func (a app) Pos() token.Pos { return a.cur.Node().Pos() }

// apps finds the literals of graceful.App, and the variables that begin as one.
func (r *reader) apps() []app {
	if !slices.ContainsFunc(r.Funcs(), func(fn *types.Func) bool {
		recv := fn.Signature().Recv()
		return recv != nil && fn.Name() == "Run" && resource.TypeName(recv.Type()) == appType
	}) {
		return nil // nobody runs one here
	}
	var found []app
	for _, file := range r.Files {
		for cur := range file.Preorder((*ast.CompositeLit)(nil), (*ast.ValueSpec)(nil)) {
			switch n := cur.Node().(type) {
			case *ast.CompositeLit:
				if resource.TypeName(r.Info.TypeOf(n)) == appType {
					found = append(found, app{cur, n})
				}
			case *ast.ValueSpec:
				if n.Type != nil && len(n.Values) == 0 && resource.TypeName(r.Info.TypeOf(n.Type)) == appType {
					if _, pointer := types.Unalias(r.Info.TypeOf(n.Type)).(*types.Pointer); !pointer {
						found = append(found, app{cur, nil})
					}
				}
			}
		}
	}
	return found
}

// appWay adds up the steps of an App. It is not ok if one of them is not known.
func (r *reader) appWay(a app) (WayOut, bool) {
	out := WayOut{Lasts: appRest, Doors: r.doors(a.cur)}
	for _, s := range appSteps {
		step := Step{What: s.what, Lasts: s.standard, At: r.at(a.Pos())}
		if a.lit != nil {
			for i, elt := range a.lit.Elts {
				kv, ok := elt.(*ast.KeyValueExpr)
				if !ok {
					return WayOut{}, false
				}
				key, ok := kv.Key.(*ast.Ident)
				if !ok || key.Name != s.field {
					continue
				}
				val := a.cur.ChildAt(edge.CompositeLit_Elts, i).ChildAt(edge.KeyValueExpr_Value, -1)
				n, ok := r.durations().Number(val)
				if !ok {
					return WayOut{}, false
				}
				if d, flag, positive := r.durations().Of(val); positive {
					step.Lasts, step.Flag = d, flag
				} else if constant.Sign(n) != 0 {
					step.Lasts = 0 // less than zero is none
				}
				step.At = r.at(kv.Pos())
			}
		}
		if r.assigns(s.field) {
			return WayOut{}, false
		}
		if step.Lasts > 0 {
			out.Steps = append(out.Steps, step)
		}
		out.Lasts += step.Lasts
	}
	return out, len(out.Steps) > 0
}

// assigns reports whether the field of an App is set by an assignment in this package.
func (r *reader) assigns(field string) bool {
	for _, file := range r.Files {
		for cur := range file.Preorder((*ast.SelectorExpr)(nil)) {
			n := cur.Node().(*ast.SelectorExpr)
			if n.Sel.Name == field && resource.TypeName(r.Info.TypeOf(n.X)) == appType && cur.ParentEdgeKind() == edge.AssignStmt_Lhs {
				return true
			}
		}
	}
	return false
}

// allowed returns what libraries are told about the way out.
func (r *reader) allowed() []WayOut {
	var found []WayOut
	told := make(map[*types.Package]bool)
	add := func(d time.Duration, flag string, call inspector.Cursor) {
		found = append(found, WayOut{d, []Step{{"requests in flight", d, r.at(call.Node().Pos()), flag}}, r.doors(call)})
	}
	for _, fn := range r.Funcs() {
		a, ok := resource.AllowanceOf(fn)
		if !ok || a.Arg < 0 {
			continue
		}
		for call := range r.Calls(fn) {
			told[fn.Pkg()] = true
			if a.Arg < len(call.Node().(*ast.CallExpr).Args) {
				if d, flag, ok := r.durations().Of(call.ChildAt(edge.CallExpr_Args, a.Arg)); ok {
					add(d, flag, call)
				}
			}
		}
	}
	for _, fn := range r.Funcs() {
		a, ok := resource.AllowanceOf(fn)
		if !ok || a.Default == "" || told[fn.Pkg()] {
			continue
		}
		c, ok := fn.Pkg().Scope().Lookup(a.Default).(*types.Const)
		if !ok {
			continue // an older version has none
		}
		for call := range r.Calls(fn) {
			if d, ok := duration.Constant(c); ok {
				add(d, "", call)
			}
		}
	}
	return found
}
