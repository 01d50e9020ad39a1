//go:build ignore

// The unawaited command runs the unawaited check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/unawaited"
)

func main() { singlechecker.Main(unawaited.Analyzer) }
