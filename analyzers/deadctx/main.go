//go:build ignore

// The deadctx command runs the deadctx check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/deadctx"
)

func main() { singlechecker.Main(deadctx.Analyzer) }
