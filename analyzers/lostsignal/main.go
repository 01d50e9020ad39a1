//go:build ignore

// The lostsignal command runs the lostsignal check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/lostsignal"
)

func main() { singlechecker.Main(lostsignal.Analyzer) }
