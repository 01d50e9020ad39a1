//go:build ignore

// The ignores command runs the ignores check alone, on top of all others.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

func main() {
	for _, a := range analyzers.Suite {
		if a.Name == "ignores" {
			singlechecker.Main(a)
		}
	}
}
