//go:build ignore

// The norecovery command runs the norecovery check alone.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/shutdownlint/shutdownlint/analyzers/norecovery"
)

func main() { singlechecker.Main(norecovery.Analyzer) }
