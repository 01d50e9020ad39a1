package slots

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// A Creation is an expression that makes a value of some kind.
type Creation struct {
	Cur    inspector.Cursor // a literal, a call, or the name in a declaration without a value
	Result int              // of a call with several results
	Kind   resource.Kind
	Effect resource.Effect // what the function that made it has already done to it
	Var    *types.Var      // for a declaration without a value
	Func   *types.Func     // the function that made it, if one did
	Type   types.Type
}

// Creations returns the expressions of p that make a value of one of the kinds. Calls of functions declared
// there are none of them: a trace of what such a function makes comes to its callers by itself.
func Creations(p *body.Package, kinds ...resource.Kind) []Creation {
	var all []Creation
	for _, file := range p.Files {
		for _, c := range creations(p, file) {
			if slices.Contains(kinds, c.Kind) && (c.Func == nil || c.Func.Pkg() != p.Pkg) {
				all = append(all, c)
			}
		}
	}
	return all
}

// Follow returns what becomes of the value that c makes.
func (c *Creation) Follow(t *trace.Tracer) *trace.Fate {
	if c.Var != nil {
		return t.FollowVar(c.Var)
	}
	return t.Follow(c.Cur, c.Result)
}

// creations finds the expressions below root that make a value of some kind.
func creations(p *body.Package, root inspector.Cursor) []Creation {
	var found []Creation
	for cur := range root.Preorder((*ast.CompositeLit)(nil), (*ast.CallExpr)(nil), (*ast.ValueSpec)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.CompositeLit:
			if t := p.Info.TypeOf(n); t != nil {
				if k := resource.KindOf(t); k != "" && k != resource.SignalChan {
					found = append(found, Creation{Cur: addressed(cur), Kind: k, Effect: literalEffect(p.Info, n), Type: t})
				}
			}
		case *ast.CallExpr:
			found = append(found, made(p, cur, n)...)
		case *ast.ValueSpec:
			if len(n.Values) > 0 || n.Type == nil {
				continue // the value is what counts
			}
			for i, name := range n.Names {
				v, ok := p.Info.Defs[name].(*types.Var)
				if !ok {
					continue
				}
				if _, pointer := v.Type().Underlying().(*types.Pointer); pointer {
					continue // nil
				}
				if k := resource.KindOf(v.Type()); k != "" && k != resource.SignalChan {
					found = append(found, Creation{Cur: cur.ChildAt(edge.ValueSpec_Names, i), Kind: k, Var: v, Type: v.Type()})
				}
			}
		}
	}
	return found
}

// addressed returns the cursor of &lit for that of lit, if its address is taken.
func addressed(lit inspector.Cursor) inspector.Cursor {
	if lit.ParentEdgeKind() == edge.UnaryExpr_X && lit.Parent().Node().(*ast.UnaryExpr).Op == token.AND {
		return lit.Parent()
	}
	return lit
}

// made returns what the call makes: a builtin new or make, or a function whose row says so.
func made(p *body.Package, cur inspector.Cursor, call *ast.CallExpr) []Creation {
	tv, ok := p.Info.Types[call.Fun]
	if !ok || tv.IsType() {
		return nil
	}
	if tv.IsBuiltin() {
		if name := p.Builtin(call); name != "new" && name != "make" {
			return nil
		}
		if k := resource.KindOf(p.Info.TypeOf(call)); k != "" {
			return []Creation{{Cur: cur, Kind: k, Type: p.Info.TypeOf(call), Effect: buffer(p.Info, call, k)}}
		}
		return nil
	}
	fn := p.Resolve(call)
	if fn == nil || !canMake(p.Index, fn) {
		return nil
	}
	row := p.Ask(fn)
	if row == nil {
		if k := p.HandedBy(fn.Signature()); k != "" {
			return []Creation{{Cur: cur, Kind: k, Func: fn, Type: fn.Signature().Results().At(0).Type()}}
		}
		return nil
	}
	var found []Creation
	for _, m := range row.Makes {
		found = append(found, Creation{Cur: cur, Result: m.Result, Kind: m.Kind, Effect: m.Effect, Func: fn, Type: fn.Signature().Results().At(m.Result).Type()})
	}
	return found
}

// buffer says whether the channel that a call of make makes has no buffer, for certain.
func buffer(info *types.Info, call *ast.CallExpr, kind resource.Kind) resource.Effect {
	if kind != resource.SignalChan {
		return 0
	}
	if len(call.Args) > 1 {
		if size := info.Types[call.Args[1]].Value; size == nil || constant.Sign(size) != 0 {
			return 0
		}
	}
	return resource.Unbuffered
}

// canMake reports whether a result of fn can be, or hold, a value of some kind, so that asking is worth its cost.
func canMake(ix *index.Index, fn *types.Func) bool {
	return resource.Some(fn.Signature().Results(), func(t types.Type) bool {
		it, ok := t.Underlying().(*types.Interface)
		return resource.HoldsKind(t) || ix.ResourceOf(t) != nil || ok && !it.Empty() && ix.Matters(t)
	})
}
