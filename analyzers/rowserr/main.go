//go:build ignore

// The rowserr command runs the rowserr check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/rowserr"
)

func main() { singlechecker.Main(rowserr.Analyzer) }
