//go:build ignore

// The nakedgo command runs the nakedgo check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/nakedgo"
)

func main() { singlechecker.Main(nakedgo.Analyzer) }
