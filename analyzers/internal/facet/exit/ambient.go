package exit

import (
	"go/ast"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// ambient says whether f returns what tells of the environment in which the process was started, or constants in its place.
func ambient(f *body.Function) (does resource.Does) {
	for cur := range f.Cur.Preorder((*ast.ReturnStmt)(nil)) {
		if index.Function(cur) != f.Cur {
			continue
		}
		results := cur.Node().(*ast.ReturnStmt).Results
		switch {
		case len(results) != 1:
			return 0
		case fromEnvironment(f.Package, results[0]):
			does = resource.Ambient
		case f.Info.Types[results[0]].Value == nil:
			return 0
		}
	}
	return does
}

// fromEnvironment reports whether e is what a function returns that tells of the environment.
func fromEnvironment(p *body.Package, e ast.Expr) bool {
	call := origin(p, e)
	if call == nil {
		return false
	}
	row := known(p, call)
	return row != nil && row.Does.Has(resource.Ambient)
}

// known returns the row of the callee of call, of one's own or one that the table has, or nil.
func known(p *body.Package, call *ast.CallExpr) *resource.Row {
	fn := p.Callee(call)
	if row := p.Row(fn); row != nil || fn == nil || !p.Own(fn.Pkg()) {
		return row
	}
	return p.Ask(fn)
}

// origin returns the call that e is, or the one whose result is all that the variable e ever holds, or nil.
func origin(p *body.Package, e ast.Expr) *ast.CallExpr {
	e = ast.Unparen(e)
	if id, ok := e.(*ast.Ident); ok {
		v, ok := p.Info.Uses[id].(*types.Var)
		if !ok {
			return nil
		}
		value, ok := p.Single(v)
		if !ok {
			return nil
		}
		e, _ = value.Node().(ast.Expr)
	}
	call, _ := ast.Unparen(e).(*ast.CallExpr)
	return call
}
