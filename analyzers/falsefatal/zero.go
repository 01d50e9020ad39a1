package falsefatal

import (
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
)

// reportZero reports that the program ends as if it had been stopped when its server, or one of them, has failed.
func reportZero(r *report.Reporter, p *lifecycle.Program) {
	for _, serve := range p.Zero() {
		at := p.At(serve)
		if !at.Valid() {
			continue
		}
		r.Report(report.Finding{
			Range:    at.Node(),
			Category: "exit-zero",
			Message:  "main returns with status 0 when " + lifecycle.Name(at) + " cannot serve: systemd, Compose and Kubernetes take the program for done, and restart: on-failure leaves it down",
			Note:     dropped(at),
			Related:  elsewhere(p, serve),
		})
		return // one change in main is enough for all
	}
}

// dropped reports whether nobody looks at the error that the call at cur returns.
func dropped(cur inspector.Cursor) bool {
	switch cur.ParentEdgeKind() {
	case edge.ExprStmt_X, edge.GoStmt_Call:
		return true
	case edge.AssignStmt_Rhs:
		id, ok := cur.Parent().Node().(*ast.AssignStmt).Lhs[0].(*ast.Ident)
		return ok && id.Name == "_"
	}
	return false
}
