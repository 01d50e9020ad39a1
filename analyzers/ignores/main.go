//go:build ignore

// The ignores command runs the ignores check alone, on top of all others.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/ignores"
)

func main() { singlechecker.Main(ignores.Analyzer) }
