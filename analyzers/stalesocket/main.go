//go:build ignore

// The stalesocket command runs the stalesocket check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/stalesocket"
)

func main() { singlechecker.Main(stalesocket.Analyzer) }
