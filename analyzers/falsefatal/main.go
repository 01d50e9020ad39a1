//go:build ignore

// The falsefatal command runs the falsefatal check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/falsefatal"
)

func main() { singlechecker.Main(falsefatal.Analyzer) }
