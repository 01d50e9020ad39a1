package falsefatal

import (
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
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
		returns := "main returns with status 0"
		if p.Root.Command {
			returns = p.Root.String() + " returns, and the program ends with status 0,"
		}
		r.Report(report.Finding{
			Range:    at.Node(),
			Category: "exit-zero",
			Message:  returns + " when " + lifecycle.Name(at) + " cannot serve: systemd, Compose and Kubernetes take the program for done, and restart: on-failure leaves it down",
			Remedy:   "end with another status",
			Note:     index.Dropped(at) || serve.Given,
			Related:  elsewhere(p, serve),
		})
		return // one change in main is enough for all
	}
}
