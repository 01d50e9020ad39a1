//go:build ignore

// The skipdefer command runs the skipdefer check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/skipdefer"
)

func main() { singlechecker.Main(skipdefer.Analyzer) }
