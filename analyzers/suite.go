package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/deps"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
)

// Suite is every check, in alphabetical order.
var Suite = []*analysis.Analyzer{}

// FactRoots is what a driver runs on packages of which only facts are wanted: not the checks, which have none.
var FactRoots []*analysis.Analyzer

// Options carries the flags that all checks share; a driver puts them among its own.
var Options = options.Analyzer

// Dependencies is the analyzer whose result a driver that runs no pass on dependencies replaces by *Sources of its own.
var Dependencies = deps.Analyzer

// What a driver needs to give the checks access to the source of dependencies.
type (
	Sources = deps.Sources
	Source  = deps.Source
	Func    = deps.Func
)

// A Category documents one kind of finding.
type Category = docs.Category

// Categories returns the documentation of every kind of finding, sorted by check and then in the order of its doc.go.
func Categories() []Category { return nil }
