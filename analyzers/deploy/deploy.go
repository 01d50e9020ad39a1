package deploy

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

// Analyzer stands for the check among the others: it is switched on and off like them. It reports nothing itself: the
// findings are made by the standalone command, for no other driver knows about files that are not Go.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Run: func(*analysis.Pass) (any, error) { return nil, nil },
})
