// Package output prints reports.
package output

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A Format is a way to print something; P is the type of the function that does it.
type Format[P any] struct {
	Name  string
	Print P
}

// Formats are the ways to print one thing, the default first.
type Formats[P any] []Format[P]

// Find returns the format called name. The error names them all.
func (all Formats[P]) Find(name string) (Format[P], error) {
	for _, f := range all {
		if f.Name == name {
			return f, nil
		}
	}
	return Format[P]{}, fmt.Errorf("no format %q; there is %s", name, strings.Join(all.Names(), ", "))
}

// Names are the names of the formats.
func (all Formats[P]) Names() []string {
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
	}
	return names
}

// A Print prints a report.
type Print = func(Streams, *finding.Report) error

// Reports are the formats of reports.
var Reports = Formats[Print]{
	{"text", printText},
	{"json", func(s Streams, r *finding.Report) error { return r.WriteJSON(s.Out) }},
	{"sarif", printSARIF},
	{"github", printGitHub},
	{"gitlab", printGitLab},
	{"checkstyle", printCheckstyle},
	{"junit", printJUnit},
}

// Streams are where a report goes: findings to Out, errors to Err, everything else that a person wants to know to Info. So Out is the
// same for two runs, although they do not take the same time.
type Streams struct {
	Out, Err, Info     io.Writer
	ColorOut, ColorErr bool
}

// NewStreams decides about colour: on terminals only, and not against the user's wish.
func NewStreams(out, err, info io.Writer) Streams {
	colors := os.Getenv("NO_COLOR") == "" && capable()
	return Streams{out, err, info, colors && isTerminal(out), colors && isTerminal(err)}
}

// capable reports whether a terminal, if there is one, understands escape sequences.
func capable() bool { return os.Getenv("TERM") != "dumb" }

// isTerminal reports whether w is a terminal. The null device looks like one.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// A style is an escape sequence that begins some way of printing.
type style string

const (
	bold   style = "\x1b[1m"
	dim    style = "\x1b[2m"
	red    style = "\x1b[31m"
	yellow style = "\x1b[33m"
	cyan   style = "\x1b[36m"
)

// A pen collects text, in colour if that is wanted.
type pen struct {
	strings.Builder
	color bool
}

func (p *pen) write(s style, text string) {
	if !p.color || s == "" || text == "" {
		p.WriteString(text)
		return
	}
	p.WriteString(string(s) + text + "\x1b[0m")
}
