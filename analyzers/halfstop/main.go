//go:build ignore

// The halfstop command runs the halfstop check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/halfstop"
)

func main() { singlechecker.Main(halfstop.Analyzer) }
