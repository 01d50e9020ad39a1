package summary

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/losses"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/telemetry"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// What packages that have not learnt to ask facets still ask a summary.
type Stop = stops.Stop

var (
	MayStop = stops.May
	Alarms  = telemetry.Alarms
)

func (s *Summary) Stops() []Stop                  { return stops.In(s.Package) }
func (s *Summary) Live(cur inspector.Cursor) bool { return s.Sites().Live(cur) }
func (s *Summary) Registrations() []signals.Registration {
	return signals.In(s.Package, &s.Fact.Signals)
}
func (s *Summary) Losses(cur inspector.Cursor) []inspector.Cursor { return losses.Of(s.Package, cur) }
func (s *Summary) Does(call *ast.CallExpr) resource.Does          { return exit.Does(s.Package, call) }
