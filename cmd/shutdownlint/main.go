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
//
// # JSON of the way down
//
// "shutdownlint map -format json" prints one object, in which lists are never null either:
//
//	{
//		"shutdownlint": "map",
//		"version": 1,
//		"maps": [{
//			"program": "example.com/cmd/app",    // the import path of the main package
//			"command": "example.com/cmd.serve",  // the function that is drawn, if a library for commands runs it; else missing
//			"main": PLACE,
//			"signals": [{"number": 15, "name": "SIGTERM", "place": PLACE}], // that it asks for
//			"anySignal": false,                  // it may ask for others too
//			"guessed": false,                    // nobody is seen to wait for a signal; see "wait" below
//			"actors": [{                         // main first, then goroutines
//				"kind": "main",              // or "goroutine"; "hook": a function that is kept for the way out; "library": what one is told to do
//				"place": PLACE,              // where it is started
//				"begins": MOMENT,            // null if it runs when the signal comes
//				"ends": MOMENT,              // null if that is not seen
//				"serves": [{"name": "srv.Serve", "place": PLACE, "until": MOMENT, "unknown": false}],
//				"steps": [{
//					"kind": "drain",     // "wait" for the signal, or for who is told of it; "unready", "delay", "drain", "cut",
//					                     // "close", "flush", "tell", "join", "return", "exit"
//					"name": "srv.Shutdown",
//					"place": PLACE,
//					"via": [PLACE],      // calls that lead there, outermost first
//					"from": MOMENT, "to": MOMENT,
//					"limit": {"seconds": 10, "flag": "", "text": "", "none": false, "over": false}, // null if it is not known
//					"by": [PLACE],       // who ends a wait; nobody of the program if it is the signal
//					"perhaps": false,    // there are ways around it
//					"failed": false,     // only if the step before it fails, or is not over in time
//					"late": false        // the process may have ended by then
//				}]
//			}],
//			"otherGoroutines": 0,                // of which nothing is known that concerns the way down
//			"ends": [{"at": MOMENT, "name": "return", "place": PLACE, "status": 0, "perhaps": false}], // the first is the usual one
//			"unknown": [{"name": "wait", "place": PLACE}], // calls that may wait, which is not counted
//			"platforms": [{
//				"kind": "kubernetes",        // "compose", "systemd", "supervisord", "fly", "ecs", "nomad", "knative", "cloudrun", "image"
//				"name": "Deployment shop", "place": PLACE, "says": "as terminationGracePeriodSeconds says",
//				"hook": true, "preStop": 5,  // seconds in front of SIGTERM; null if there is no hook, or it is not known
//				"grace": 30,                 // seconds from SIGTERM to SIGKILL; null if it is not known
//				"before": ["db"],            // what is only stopped when the program has ended: with Compose, what it depends on
//				"after": ["proxy"]           // what has ended when SIGTERM comes: with Compose, what depends on it
//			}],
//			"findings": [{"category": "close-order", "level": "error", "message": "…", "place": PLACE}]
//		}]
//	}
//
// A PLACE is {"file": "main.go", "line": 12, "column": 3}; a column of 0 is not known, nor a file of "". A MOMENT is
// {"seconds": 10, "open": 0}: at most so many seconds after SIGTERM, and so many lengths of time more that are not known. Of a limit,
// "flag" is the flag whose default the seconds are, "text" says in the words of the source what is not known in seconds, "none" says
// that nothing bounds it, "over" that the time is up before it begins. A status is null if it is not known. Of a server, "until" is when
// it accepts no more requests, null if nothing is seen that stops it, and "unknown" says that some server is stopped, perhaps this one.
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
		documentation: analyzers.DocumentationIn,
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
