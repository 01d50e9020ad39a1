//go:build ignore

// The unflushed command runs the unflushed check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/unflushed"
)

func main() { singlechecker.Main(unflushed.Analyzer) }
