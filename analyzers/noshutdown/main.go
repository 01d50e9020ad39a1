//go:build ignore

// The noshutdown command runs the noshutdown check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/noshutdown"
)

func main() { singlechecker.Main(noshutdown.Analyzer) }
