// Shutdownlint finds mistakes in how Go services start, serve and stop.
//
//	shutdownlint [flags] [packages]
//	go vet -vettool=$(which shutdownlint) [packages]
//	go fix -fixtool=$(which shutdownlint) [packages]
//
// Run "shutdownlint help" for its flags, "shutdownlint list" for what it finds.
package main

import (
	"os"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/vet"
)

func main() {
	args := os.Args[1:]
	if vet.Asked(args) {
		vet.Main(analyzers.Suite, analyzers.FactRoots, &analyzers.Options.Flags, args)
	}
	tool := &tool{
		checks:       analyzers.Suite,
		options:      analyzers.Options,
		dependencies: analyzers.Dependencies,
		categories:   analyzers.Categories(),
		stdout:       os.Stdout,
		stderr:       os.Stderr,
	}
	os.Exit(tool.main(args))
}
