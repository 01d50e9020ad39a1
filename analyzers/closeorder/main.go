//go:build ignore

// The closeorder command runs the closeorder check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/closeorder"
)

func main() { singlechecker.Main(closeorder.Analyzer) }
