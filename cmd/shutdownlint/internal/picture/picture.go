// Package picture prints the way down of programs, each in a file of its own: as text, HTML, Mermaid and JSON.
package picture

import (
	"io"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// A Report is the pictures of one run.
type Report struct {
	Maps  []*driver.Map
	Color bool   // of text
	Link  string // what lines link to in HTML, with {file} and {line}
}

// Link is what lines link to if nothing else is said: the file, as seen from the directory in which the picture was made.
const Link = "{file}#L{line}"

// A Format is a way to print pictures.
type Format struct {
	Name  string
	Print func(io.Writer, *Report) error
}

// Formats are all formats, the default first.
var Formats = []Format{
	{"text", printText},
	{"html", printHTML},
	{"mermaid", printMermaid},
	{"json", printJSON},
}

// Find returns the format called name.
func Find(name string) (Format, bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Names are the names of the formats.
func Names() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}
