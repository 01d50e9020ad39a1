package main

import (
	"fmt"
	"io"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

var formats = []string{"text", "json"}

// command returns what a first argument that is no flag and no package stands for, or nil.
func (t *tool) command(name string) func(args []string) int {
	switch name {
	case "help":
		return func([]string) int { t.help(t.stdout); return exitClean }
	}
	return nil
}

func (t *tool) help(w io.Writer) {
	fmt.Fprintln(w, "usage: shutdownlint [flags] [packages]")
}

func (t *tool) print(r *finding.Report, s *settings) error {
	if s.format == "json" {
		return r.WriteJSON(t.stdout)
	}
	for _, e := range r.Errors {
		fmt.Fprintf(t.stderr, "shutdownlint: %s: %s:%d: %s\n", e.Package, e.File, e.Line, e.Message)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(t.stdout, "%s:%d:%d: %s [%s]\n", f.File, f.Line, f.Column, f.Message, f.Category)
	}
	return nil
}
