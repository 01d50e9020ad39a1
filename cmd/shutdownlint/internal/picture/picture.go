// Package picture prints the way down of programs, each in a file of its own: as text, HTML, Mermaid and JSON.
package picture

import (
	"io"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
)

// A Report is the pictures of one run.
type Report struct {
	Maps  []*driver.Map
	Color bool   // of text
	Link  string // what lines link to in HTML, with {file} and {line}
}

// Link is what lines link to if nothing else is said: the file, as seen from the directory in which the picture was made.
const Link = "{file}#L{line}"

// Formats are the formats of pictures.
var Formats = output.Formats[func(io.Writer, *Report) error]{
	{Name: "text", Print: printText},
	{Name: "html", Print: printHTML},
	{Name: "mermaid", Print: printMermaid},
	{Name: "json", Print: printJSON},
}
