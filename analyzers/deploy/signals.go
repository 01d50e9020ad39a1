package deploy

import (
	"go/ast"
	"go/constant"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

const (
	sigint  = 2
	sigkill = 9
	sigterm = 15
)

// signals notes which signals the package asks for.
func (r *reader) signals(needs *Needs) {
	for _, reg := range signals.In(r.Package, &r.Fact.Signals) {
		if reg.Set.Does.Has(resource.OnAll) || reg.Set.Param {
			needs.AnySignal = true
		}
		for _, name := range reg.Set.Names {
			e := name.Cur.Node().(ast.Expr)
			if n, ok := r.number(e); ok {
				needs.Signals = append(needs.Signals, Signal{n, r.at(e.Pos())})
			} else {
				needs.AnySignal = true
			}
		}
	}
	for _, fn := range r.Funcs() {
		row := r.Row(fn)
		if row == nil || row.Does.Has(resource.OnSignal) && row.Slot(1).Has(resource.Registers) {
			continue // found above
		}
		for call := range r.Calls(fn) {
			at := r.at(call.Node().Pos())
			if row.Does.Has(resource.OnSIGINT) {
				needs.Signals = append(needs.Signals, Signal{sigint, at})
			}
			if row.Does.Has(resource.OnSIGTERM) {
				needs.Signals = append(needs.Signals, Signal{sigterm, at})
			}
			if row.Does.Any(resource.OnAll | resource.OnOther | resource.OnSignal) {
				needs.AnySignal = true // by rules of the library's own
			}
		}
	}
	for _, app := range r.apps() {
		needs.Signals = append(needs.Signals, Signal{sigint, r.at(app.Pos())}, Signal{sigterm, r.at(app.Pos())})
	}
}

// number returns the number of the signal that e names.
func (r *reader) number(e ast.Expr) (int, bool) {
	if v := r.Info.Types[e].Value; v != nil && v.Kind() == constant.Int {
		n, ok := constant.Int64Val(v)
		return int(n), ok
	}
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return 0, false
	}
	if v, ok := r.Info.Uses[sel.Sel].(*types.Var); ok && v.Pkg() != nil && v.Pkg().Path() == "os" {
		switch v.Name() {
		case "Interrupt":
			return sigint, true
		case "Kill":
			return sigkill, true
		}
	}
	return 0, false
}
