//go:build ignore

// The notimeout command runs the notimeout check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/notimeout"
)

func main() { singlechecker.Main(notimeout.Analyzer) }
