package output

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// printText prints for people: findings with the line they are about, notes apart from them, then what could not be
// analysed, then a summary.
func printText(s Streams, r *finding.Report) error {
	var src source
	out := &pen{color: s.ColorOut}
	for _, f := range r.Findings {
		if f.Level != finding.LevelNote {
			writeFinding(out, &src, f)
		}
	}
	notes := false
	for _, f := range r.Findings {
		if f.Level == finding.LevelNote {
			if !notes {
				out.write(bold, "Notes:")
				out.WriteString("\n\n")
			}
			notes = true
			writeFinding(out, &src, f)
		}
	}
	if _, err := io.WriteString(s.Out, out.String()); err != nil {
		return err
	}
	if err := PrintErrors(s, r); err != nil {
		return err
	}
	if r.Packages == 0 && len(r.Errors) > 0 {
		return nil // the errors say it all
	}
	sum := &pen{color: s.ColorErr}
	writeSummary(sum, r)
	_, err := io.WriteString(s.Info, sum.String())
	return err
}

// PrintErrors prints what could not be analysed.
func PrintErrors(s Streams, r *finding.Report) error {
	p := &pen{color: s.ColorErr}
	for _, e := range r.Errors {
		writeError(p, e)
	}
	_, err := io.WriteString(s.Err, p.String())
	return err
}

// writeFinding writes
//
//	cmd/main.go:12:9: message  [category]
//	   12 | srv := &http.Server{Addr: addr}
//	      |         ^^^^^^^^^^^^^^^^^^^^^^^
//	      cmd/main.go:20:3: related message
//	      fix: what -fix does
func writeFinding(p *pen, src *source, f finding.Finding) {
	mark := red
	if f.Level == finding.LevelNote {
		mark = cyan
	}
	p.write(bold, fmt.Sprintf("%s:%d:%d:", f.File, f.Line, f.Column))
	p.WriteString(" " + clean(f.Message) + "  ")
	p.write(dim, "["+f.Category+"]")
	p.WriteString("\n")
	if line, ok := src.line(f.File, f.Line); ok && len(line) <= longest {
		p.write(dim, fmt.Sprintf("%6d | ", f.Line))
		p.WriteString(clean(line) + "\n")
		p.write(dim, "       | ")
		blank, carets := caret(line, f)
		p.WriteString(blank)
		p.write(mark, carets)
		p.WriteString("\n")
	}
	for _, rel := range f.Related {
		fmt.Fprintf(p, "         %s:%d:%d: %s\n", rel.File, rel.Line, rel.Column, clean(rel.Message))
	}
	if len(f.Fixes) > 0 {
		p.WriteString("         ")
		p.write(dim, "-fix: "+clean(f.Fixes[0].Message))
		p.WriteString("\n")
	}
	p.WriteString("\n")
}

// caret returns what stands below line: blanks up to the finding, with the line's own tabs, and carets below it.
func caret(line string, f finding.Finding) (blank, carets string) {
	start := min(max(f.Column-1, 0), len(line))
	end := len(strings.TrimRightFunc(line, unicode.IsSpace))
	if f.EndLine == f.Line {
		end = min(f.EndColumn-1, end)
	}
	var b strings.Builder
	for _, r := range line[:start] {
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	width := 0
	if start < end {
		width = len([]rune(line[start:end]))
	}
	return b.String(), strings.Repeat("^", max(width, 1))
}

// clean keeps what stands in a source file from steering the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, s)
}

// writeError writes
//
//	shutdownlint: main.go:3: undefined: x  [example.com/broken]
func writeError(p *pen, e finding.Error) {
	p.WriteString("shutdownlint: ")
	if e.File != "" && e.Line > 0 {
		p.write(bold, fmt.Sprintf("%s:%d:", e.File, e.Line))
		p.WriteString(" ")
	} else if e.File != "" {
		p.write(bold, e.File+":")
		p.WriteString(" ")
	}
	p.WriteString(e.Message)
	if e.Package != "" {
		p.WriteString("  ")
		p.write(dim, "["+e.Package+"]")
	}
	p.WriteString("\n")
}

// writeSummary writes the last line, for example
//
//	2 findings and 1 note in 14 packages, 1 fixable with -fix (1.3s)
func writeSummary(p *pen, r *finding.Report) {
	found, notes := r.Count(finding.LevelError), r.Count(finding.LevelNote)
	text, mark := Count(found, "finding"), style("")
	switch {
	case notes > 0 && found > 0:
		text += " and " + Count(notes, "note")
	case notes > 0:
		text = Count(notes, "note")
	case found == 0:
		text = "no findings"
	}
	if found > 0 {
		mark = red
	}
	p.write(mark, text)
	p.WriteString(" in " + Count(r.Packages, "package"))
	if r.Known > 0 {
		fmt.Fprintf(p, ", %d more in the baseline", r.Known)
	}
	if r.Old > 0 {
		fmt.Fprintf(p, ", %d more on lines that have not changed", r.Old)
	}
	if r.Stale > 0 {
		fmt.Fprintf(p, ", %d of the baseline not found any more (see -prune-baseline)", r.Stale)
	}
	if n := r.Fixable(); n > 0 {
		fmt.Fprintf(p, ", %d fixable with -fix", n)
	}
	if r.Hidden > 0 {
		fmt.Fprintf(p, ", %s not shown (see -notes)", Count(r.Hidden, "note"))
	}
	if n := len(r.Errors); n > 0 {
		p.WriteString(", ")
		p.write(yellow, Count(n, "error"))
	}
	if r.Config != "" {
		p.WriteString(", as " + r.Config + " says")
	}
	fmt.Fprintf(p, " (%s)\n", r.Elapsed.Round(100*time.Millisecond))
}

// longest is the length of a line that is worth showing: longer ones were not written by a person.
const longest = 300

// Count returns "1 finding", "2 findings", "2 fixes".
func Count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "x"):
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
