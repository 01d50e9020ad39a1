package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
)

// command returns what a first argument that is neither flag nor package stands for, or nil. A package of such a name
// can be written as ./help.
func (t *tool) command(name string) func(args []string) (int, error) {
	switch name {
	case "help", "-h", "-help", "--help":
		return t.help
	case "list":
		return t.list
	case "explain":
		return t.explain
	case "lsp":
		return t.serveEditor
	case "map":
		return t.drawMaps
	case "schema":
		return t.schema
	case "completion":
		return t.completion
	case "complete":
		return t.complete
	case "clean":
		return t.clean
	case "version", "-version", "--version":
		return t.version
	}
	if meant := misspelt(name); meant != "" {
		return func([]string) (int, error) {
			return exitFailed, fmt.Errorf("no command %q; did you mean %s? (A package of that name is -- %[1]s)", name, meant)
		}
	}
	return nil
}

// commands are the words for which there is a command.
var commands = []string{"clean", "completion", "explain", "help", "list", "lsp", "map", "schema", "version"}

// misspelt returns the command that is meant by a word in which one letter, or two that are neighbours, went wrong; or nothing.
func misspelt(word string) string {
	for _, c := range commands {
		if word == c || len(word) < 3 {
			continue
		}
		before := 0 // letters at the beginning that are right
		for before < min(len(word), len(c)) && word[before] == c[before] {
			before++
		}
		after := 0 // and at the end
		for after < min(len(word), len(c))-before && word[len(word)-1-after] == c[len(c)-1-after] {
			after++
		}
		wrong, meant := word[before:len(word)-after], c[before:len(c)-after]
		swapped := len(wrong) == 2 && len(meant) == 2 && wrong[0] == meant[1] && wrong[1] == meant[0]
		if len(wrong) <= 1 && len(meant) <= 1 || swapped {
			return c
		}
	}
	return ""
}

const usage = `Shutdownlint finds mistakes in how Go services start, serve and stop.

Usage:

	shutdownlint [flags] [packages]    analyse packages, by default ./...
	shutdownlint map [packages]        draw what programs do from SIGTERM to their end; see "shutdownlint help map"
	shutdownlint lsp [flags]           serve an editor, on stdin and stdout, by the Language Server Protocol
	shutdownlint list                  list what can be found
	shutdownlint explain CATEGORY      explain one category of findings, or all of a check
	shutdownlint explain -html         print the explanation of all of them as one HTML page
	shutdownlint explain -lang zh ...  explain in Chinese
	shutdownlint schema                print a JSON schema of the configuration file, for editors
	shutdownlint clean                 delete what is kept of earlier runs
	shutdownlint completion SHELL      print what lets bash, zsh or fish complete this command
	shutdownlint version [-json]
	shutdownlint help

	go vet -vettool=$(which shutdownlint) [packages]
	go fix -fixtool=$(which shutdownlint) [packages]

The exit status is 0 if nothing was found, 1 if something was, and 2 if something could not be analysed. A line comment

	//shutdownlint:ignore CATEGORY reason

silences a category on its line or, if it stands alone, on the next one.

Flags, which stand before the packages:
`

// sections are the flags of help, by what they are for. Those of checks are not among them.
var sections = []struct {
	title string
	flags []string
}{
	{"What to look at", []string{"C", "tags", "tests", "manifests", "config"}},
	{"What to report", []string{"notes", "strict", "disable", "related", "since", "baseline", "write-baseline", "prune-baseline"}},
	{"How to report it", []string{"format", "q"}},
	{"How to go about it", []string{"cache", "p", "debug"}},
	{"What to change", []string{"fix", "diff"}},
}

const documentation = "https://github.com/shutdownlint/shutdownlint"

func (t *tool) help(args []string) (int, error) {
	if len(args) == 1 && args[0] == "map" {
		return t.helpMap()
	}
	if len(args) > 0 {
		return t.explain(args)
	}
	all, checks := t.flags(new(settings))
	var b strings.Builder
	b.WriteString(usage)
	print := func(title string, names []string) {
		fs := flag.NewFlagSet("", flag.ContinueOnError)
		fs.SetOutput(&b)
		for _, name := range names {
			if f := all.Lookup(name); f != nil {
				fs.Var(f.Value, f.Name, f.Usage)
			}
		}
		fmt.Fprintf(&b, "\n%s:\n\n", title)
		fs.PrintDefaults()
	}
	for _, s := range sections {
		print(s.title, s.flags)
	}
	var options []string
	all.VisitAll(func(f *flag.Flag) {
		if check, _, ok := strings.Cut(f.Name, "."); ok && checks[check] != nil {
			options = append(options, f.Name)
		}
	})
	if len(options) > 0 {
		print("Of single checks", options)
	}
	fmt.Fprintf(&b, "\nWhich checks to run: -CHECK runs this one alone, or with others that are named so; -CHECK=false runs all but this one. CHECK is one of\n\n\t%s\n",
		strings.Join(slices.Sorted(maps.Keys(checks)), "\n\t"))
	fmt.Fprintf(&b, "\nMore in %s#readme\n", documentation)
	_, err := fmt.Fprint(t.stdout, b.String())
	return exitClean, err
}

func (t *tool) list(args []string) (int, error) {
	if len(args) > 0 {
		return exitFailed, errors.New("list takes no arguments")
	}
	w := tabwriter.NewWriter(t.stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintf(w, "CATEGORY\tCHECK\tLEVEL\tSUMMARY\n")
	for _, c := range t.categories {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.ID, c.Check, c.Level, c.Summary)
	}
	return exitClean, w.Flush()
}

func (t *tool) schema(args []string) (int, error) {
	if len(args) > 0 {
		return exitFailed, errors.New("schema takes no arguments")
	}
	return exitClean, config.WriteSchema(t.stdout, t.categories)
}

// similar helps with a category that does not exist.
func (t *tool) similar(name string) string {
	var ids []string
	for _, c := range t.categories {
		for word := range strings.SplitSeq(name, "-") {
			if len(word) > 2 && strings.Contains(c.ID, word) {
				ids = append(ids, c.ID)
				break
			}
		}
	}
	if len(ids) == 0 || len(ids) > 5 {
		return " (see \"shutdownlint list\")"
	}
	return "; there is " + strings.Join(ids, ", ")
}

func (t *tool) version(args []string) (int, error) {
	fs, asJSON := versionFlags()
	if err := fs.Parse(args); err != nil || fs.NArg() > 0 {
		return exitFailed, errors.New("version takes no arguments but -json")
	}
	if !*asJSON {
		_, err := fmt.Fprintf(t.stdout, "shutdownlint %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return exitClean, err
	}
	built := struct {
		Version  string `json:"version"`
		Revision string `json:"revision"` // "" if the build does not know it
		Modified bool   `json:"modified"` // since that revision
		Go       string `json:"go"`
		OS       string `json:"os"`
		Arch     string `json:"arch"`
	}{Version: version(), Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				built.Revision = s.Value
			case "vcs.modified":
				built.Modified = s.Value == "true"
			}
		}
	}
	return exitClean, json.NewEncoder(t.stdout).Encode(built)
}

func versionFlags() (fs *flag.FlagSet, asJSON *bool) {
	fs = flag.NewFlagSet("shutdownlint version", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are told in one line
	return fs, fs.Bool("json", false, "")
}

// version is that of the program's module.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
