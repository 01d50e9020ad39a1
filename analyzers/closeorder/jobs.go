package closeorder

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/request"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/wait"
)

// jobs returns the calls that close a channel on which request handlers send.
func jobs(s *summary.Summary) map[inspector.Cursor]bool {
	var handlers *request.Code
	found := make(map[inspector.Cursor]bool)
	for _, file := range s.Files {
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			v := closedChannel(s, call.Node())
			if v == nil {
				continue
			}
			if handlers == nil {
				handlers = request.Find(s)
			}
			for _, e := range s.Tracer().FollowVar(v).Events {
				if e.Kind == trace.SentTo && handlers.Runs(e.At) {
					found[call] = true
				}
			}
		}
	}
	return found
}

// closedChannel returns the variable or field that holds the channel which n closes, if it is a call that closes one.
func closedChannel(s *summary.Summary, n ast.Node) *types.Var {
	call, ok := n.(*ast.CallExpr)
	if !ok || !wait.IsClose(s.Info, call) {
		return nil
	}
	return s.Named(call.Args[0])
}
