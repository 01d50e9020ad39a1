package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"
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
	case "map":
		return t.drawMaps
	case "version", "-version", "--version":
		return t.version
	}
	return nil
}

const usage = `Shutdownlint finds mistakes in how Go services start, serve and stop.

Usage:

	shutdownlint [flags] [packages]    analyse packages, by default ./...
	shutdownlint map [packages]        draw what programs do from SIGTERM to their end; see "shutdownlint help map"
	shutdownlint list                  list what can be found
	shutdownlint explain CATEGORY      explain one category of findings, or all of a check
	shutdownlint explain -html         print the explanation of all of them as one HTML page
	shutdownlint version
	shutdownlint help

	go vet -vettool=$(which shutdownlint) [packages]
	go fix -fixtool=$(which shutdownlint) [packages]

The exit status is 0 if nothing was found, 1 if something was, and 2 if something could not be analysed. A line comment

	//shutdownlint:ignore CATEGORY reason

silences a category on its line or, if it stands alone, on the next one.

Flags:

`

func (t *tool) help(args []string) (int, error) {
	if len(args) == 1 && args[0] == "map" {
		return t.helpMap()
	}
	if len(args) > 0 {
		return t.explain(args)
	}
	fs, _ := t.flags(new(settings))
	var b strings.Builder
	b.WriteString(usage)
	fs.SetOutput(&b)
	fs.PrintDefaults()
	b.WriteString("\nOne check switched on runs alone; otherwise all run that are not switched off (-CHECK=false).\n")
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
	if len(args) > 0 {
		return exitFailed, errors.New("version takes no arguments")
	}
	_, err := fmt.Fprintf(t.stdout, "shutdownlint %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitClean, err
}

// version is that of the program's module.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
