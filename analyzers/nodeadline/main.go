//go:build ignore

// The nodeadline command runs the nodeadline check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/nodeadline"
)

func main() { singlechecker.Main(nodeadline.Analyzer) }
