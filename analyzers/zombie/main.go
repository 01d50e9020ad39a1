//go:build ignore

// The zombie command runs the zombie check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/zombie"
)

func main() { singlechecker.Main(zombie.Analyzer) }
