package falsefatal

import (
	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
)

// reportZero reports that the program ends as if it had been stopped when its server, or one of them, has failed.
func reportZero(r *report.Reporter, p *lifecycle.Program) {
	var found *report.Finding
	for _, zero := range p.Zeros() {
		at := p.At(zero.Fails)
		if !at.Valid() || found != nil && !found.Note {
			continue // one change in main is enough for all
		}
		returns := "main returns with status 0"
		if p.Root.Command {
			returns = p.Root.String() + " returns, and the program ends with status 0,"
		}
		if zero.Exit != nil {
			returns = zero.Exit.Name + "(0) ends the program"
		}
		fails := "serve"
		if zero.Fails.Kind == lifecycle.Open {
			fails = "listen"
		}
		note := index.Dropped(at) || zero.Fails.Given
		if found != nil && note {
			continue
		}
		found = &report.Finding{
			Range:    at.Node(),
			Category: "exit-zero",
			Message:  returns + " when " + lifecycle.Name(at) + " cannot " + fails + ": systemd, Compose and Kubernetes take the program for done, and restart: on-failure leaves it down",
			Remedy:   "end with another status",
			Note:     note,
			Related:  append(elsewhere(p, zero.Fails), forgotten(p, zero)...),
		}
	}
	if found != nil {
		r.Report(*found)
	}
}

// forgotten names where the error is no longer returned.
func forgotten(p *lifecycle.Program, zero lifecycle.Zero) []analysis.RelatedInformation {
	if zero.Return == nil {
		return nil
	}
	return p.Mention(zero.Return, "here its error is forgotten")
}
