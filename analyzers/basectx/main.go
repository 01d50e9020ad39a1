//go:build ignore

// The basectx command runs the basectx check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/basectx"
)

func main() { singlechecker.Main(basectx.Analyzer) }
