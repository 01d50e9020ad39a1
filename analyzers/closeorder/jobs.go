package closeorder

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/order"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// jobs returns the steps that close a channel on which request handlers send.
func jobs(s *summary.Summary) []order.Step {
	var handlers *request.Code
	return order.Steps(s, func(s *summary.Summary, call inspector.Cursor) bool {
		v := closedChannel(s.Info, call.Node())
		if v == nil {
			return false
		}
		if handlers == nil {
			handlers = request.Find(s)
		}
		for _, e := range s.Tracer().FollowVar(v).Events {
			if e.Kind == trace.SentTo && handlers.Runs(e.At) {
				return true
			}
		}
		return false
	})
}

// closedChannel returns the variable or field that holds the channel which n, a call of the builtin function, closes.
func closedChannel(info *types.Info, n ast.Node) *types.Var {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); !ok || info.Uses[id] != types.Universe.Lookup("close") {
		return nil
	}
	switch arg := ast.Unparen(call.Args[0]).(type) {
	case *ast.Ident:
		v, _ := info.Uses[arg].(*types.Var)
		return v
	case *ast.SelectorExpr:
		v, _ := info.Uses[arg.Sel].(*types.Var)
		return v
	}
	return nil
}
