// Shutdownlint finds mistakes in how Go services start, serve and stop.
//
//	shutdownlint [flags] [packages]
//	go vet -vettool=$(which shutdownlint) [packages]
//	go fix -fixtool=$(which shutdownlint) [packages]
//
// Run "shutdownlint help" for its flags, "shutdownlint list" for what it finds.
//
// # JSON
//
// With -format json it prints one object:
//
//	{
//		"version": 1,
//		"findings": [{
//			"category": "body-unclosed",    // stable; see "shutdownlint list"
//			"check": "unclosed",            // the analyzer
//			"level": "error",               // or "note"
//			"message": "…",
//			"file": "cmd/main.go",          // relative to the working directory, with slashes
//			"line": 12, "column": 3,        // from 1; columns are bytes
//			"endLine": 12, "endColumn": 20, // behind the last byte
//			"url": "https://…",             // the documentation of the category
//			"related": [{"file": "…", "line": 1, "column": 1, "message": "…"}],
//			"fixes": [{"message": "…", "edits": [{"file": "…", "start": 100, "end": 107, "new": "…"}]}]
//		}],
//		"errors": [{"package": "…", "file": "…", "line": 1, "message": "…"}]
//	}
//
// Findings stand in the order of files, lines and columns. Edits replace the bytes of a file from start up to end; of several
// fixes the first is what -fix applies. Errors say what could not be analysed; what is not known of their place is "" or 0.
// No list is ever null. New keys may come without a new version; a key never changes its meaning within one.
//
// A baseline, which -write-baseline writes, is an object of its own:
//
//	{"shutdownlint": "baseline", "version": 1, "findings": [{"category": "…", "file": "…", "function": "T.name", "count": 1}]}
//
// Its files are relative to its own directory.
package main

import (
	"os"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/vet"
)

func main() {
	program, err := os.Executable()
	if err != nil {
		program = "" // the go command compiles what it has not yet compiled
	}
	os.Exit((&tool{
		program:       program,
		open:          (*config.File).Suite,
		categories:    analyzers.Categories(),
		documentation: analyzers.Documentation(),
		stdout:        os.Stdout,
		stderr:        os.Stderr,
	}).serve(os.Args[1:]))
}

// serve opens the door at which somebody knocks, and returns the exit status.
func (t *tool) serve(args []string) int {
	if len(args) > 0 && args[0] == load.CachedOnly {
		return load.RunTool(args[1:])
	}
	if vet.Asked(args) {
		door := &vet.Tool{Open: t.open, Stdout: t.stdout}
		return t.status(exitFailed, door.Main(args))
	}
	return t.main(args)
}
