// Package facet lists what is computed of functions.
package facet

import (
	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/changes"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/goroutines"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/heeds"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/losses"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/serving"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/telemetry"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// All are the facets, each behind those whose part of the row it goes by.
var All = []body.Facet{
	slots.Facet,
	stops.Facet,
	serving.Facet,
	panics.Facet,
	exit.Facet,
	goroutines.Facet,
	heeds.Facet,
	losses.Facet,
	signals.Facet,
	telemetry.Facet,
	changes.Facet,
}

// Row computes the row of f.
func Row(f *body.Function) *resource.Row {
	row := &resource.Row{Func: f.Name}
	if f.Body == nil {
		return row // assembly
	}
	for _, facet := range All {
		facet.Compute(f, row)
	}
	if n := len(row.Args); n > 0 && n < len(f.Params) {
		row.Args = append(row.Args, 0) // or else what is done to the last one would be said of all that follow
	}
	return row
}

// internal is all that is not told abroad.
var internal = func() (does resource.Does) {
	for _, facet := range All {
		does |= facet.Internal
	}
	return does
}()

// Abroad returns row as the functions of other modules see it.
func Abroad(row *resource.Row) *resource.Row {
	if !row.Does.Any(internal) && row.Changes == nil {
		return row
	}
	seen := *row
	seen.Changes = nil
	seen.Does &^= internal
	seen.ExitsAt, seen.StartsAt = "", ""
	return &seen
}
