//go:build ignore

// The unclosed command runs the unclosed check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/unclosed"
)

func main() { singlechecker.Main(unclosed.Analyzer) }
