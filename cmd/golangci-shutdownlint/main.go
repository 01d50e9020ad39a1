// Golangci-shutdownlint is golangci-lint with shutdownlint in it.
//
// It is how the plugin is tested, in a module of its own so that nobody else pays for golangci-lint's dependencies. Users
// build theirs by "golangci-lint custom" from a .custom-gcl.yml, as README.md says.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/shutdownlint/shutdownlint/cmd/gclplugin"
)

func main() { os.Exit(run()) }

func run() int {
	info := commands.BuildInfo{GoVersion: runtime.Version(), Version: "2.15.0", Commit: "shutdownlint", Date: "unknown"}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitcodes.Failure
	}
	return exitcodes.Success
}
