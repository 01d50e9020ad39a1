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
	os.Exit((&tool{
		checks:       analyzers.Suite,
		factRoots:    analyzers.FactRoots,
		options:      analyzers.Options,
		dependencies: analyzers.Dependencies,
		categories:   analyzers.Categories(),
		stdout:       os.Stdout,
		stderr:       os.Stderr,
	}).serve(os.Args[1:]))
}

// serve opens the door at which somebody knocks, and returns the exit status.
func (t *tool) serve(args []string) int {
	if vet.Asked(args) {
		door := &vet.Tool{Checks: t.checks, FactRoots: t.factRoots, Options: &t.options.Flags, Configure: t.configure, Stdout: t.stdout}
		return t.status(exitFailed, door.Main(args))
	}
	return t.main(args)
}
