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

// fromEnvironment reports whether e is what a function returns that tells of the environment, or a variable that is nothing else.
func fromEnvironment(p *body.Package, e ast.Expr) bool {
	e = ast.Unparen(e)
	if id, ok := e.(*ast.Ident); ok {
		v, ok := p.Info.Uses[id].(*types.Var)
		if !ok {
			return false
		}
		value, ok := p.Single(v)
		if !ok {
			return false
		}
		e, _ = value.Node().(ast.Expr)
	}
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := p.Callee(call)
	row := p.Row(fn)
	if row == nil && fn != nil && p.Own(fn.Pkg()) {
		row = p.Ask(fn)
	}
	return row != nil && row.Does.Has(resource.Ambient)
}
