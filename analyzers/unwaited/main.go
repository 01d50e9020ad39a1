//go:build ignore

// The unwaited command runs the unwaited check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/unwaited"
)

func main() { singlechecker.Main(unwaited.Analyzer) }
