// Package docs reads the documentation of a check from its package comment, the one place where it is written.
//
// A check's doc.go says, in this order: a sentence with the package name; "# Analyzer NAME"; "NAME: summary"; prose; and
// for each category a heading "# Category ID" followed by "ID: summary" and prose that holds an indented block with
// WRONG in a comment, one with RIGHT, a paragraph that begins "Not reported:" and one that begins "Fix:".
package docs

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
)

// Site is where the documentation of the checks can be read.
const Site = "https://pkg.go.dev/github.com/shutdownlint/shutdownlint/analyzers/"

// Levels of findings.
const (
	Error = "error"
	Note  = "note" // true, but a matter of taste or of risk appetite
)

// A Check is the documentation of one analyzer.
type Check struct {
	Name       string
	Summary    string
	Text       string // what stands between the summary and the first category
	Categories []Category
}

// A Category is the documentation of one kind of finding.
type Category struct {
	ID      string // the stable identifier that findings, settings and ignore comments use
	Check   string // the analyzer that reports it
	Summary string
	Level   string // Error or Note
	Text    string // all of it, headings and the summary line excepted
	Fix     string // the paragraph that begins "Fix:", without that word
	URL     string
}

// Describe completes a with the Name, Doc and URL that doc, the text of its doc.go, gives for it, and with the flags of a check
// if it goes by options. A doc that does not have the form described above leaves a without a name, which no driver takes.
func Describe(doc string, a *analysis.Analyzer) *analysis.Analyzer {
	c, err := Parse(doc)
	if err != nil {
		return a
	}
	a.Name = c.Name
	a.Doc = c.Summary + "\n\n" + c.Text
	for _, cat := range c.Categories {
		a.Doc += "\n\n# " + cat.ID + "\n\n" + cat.Text
	}
	a.URL = Site + c.Name
	if slices.Contains(a.Requires, options.Analyzer) {
		a.Flags = options.CheckFlags()
	}
	return a
}

// All reads the texts of several doc.go files, and returns what it can read in alphabetical order.
func All(texts ...string) []Check {
	var all []Check
	for _, text := range texts {
		if c, err := Parse(text); err == nil {
			all = append(all, *c)
		}
	}
	slices.SortFunc(all, func(a, b Check) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Known returns what reports whether one of the checks has a category of that name.
func Known(checks []Check) func(category string) bool {
	known := make(map[string]bool)
	for _, check := range checks {
		for _, c := range check.Categories {
			known[c.ID] = true
		}
	}
	return func(category string) bool { return known[category] }
}

// Parse reads the text of a doc.go.
func Parse(src string) (*Check, error) {
	var lines []string
	for line := range strings.Lines(src) {
		line, isComment := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "//")
		if !isComment {
			break // the package comment ends at the package clause
		}
		lines = append(lines, strings.TrimPrefix(line, " "))
	}
	c, err := parse(lines)
	if err != nil {
		return nil, err
	}
	for i := range c.Categories {
		cat := &c.Categories[i]
		if strings.Contains(cat.Text, "Level: note") {
			cat.Level = Note
		}
		cat.Fix = paragraph(cat.Text, "Fix: ")
	}
	return c, nil
}

// parse reads the lines of a documentation in any language.
func parse(lines []string) (*Check, error) {
	var c *Check
	var text *string
	var pending string // name whose "NAME: summary" line is awaited
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "# Analyzer "):
			c = &Check{Name: strings.TrimPrefix(line, "# Analyzer ")}
			text, pending = &c.Text, c.Name
		case c == nil: // the sentence for godoc
		case strings.HasPrefix(line, "# Category "):
			id := strings.TrimPrefix(line, "# Category ")
			c.Categories = append(c.Categories, Category{ID: id, Check: c.Name, Level: Error, URL: Site + c.Name + "#hdr-Category_" + strings.ReplaceAll(id, "-", "_")})
			text, pending = &c.Categories[len(c.Categories)-1].Text, id
		case pending != "" && strings.HasPrefix(line, pending+": "):
			summary := strings.TrimPrefix(line, pending+": ")
			if n := len(c.Categories); n > 0 {
				c.Categories[n-1].Summary = summary
			} else {
				c.Summary = summary
			}
			pending = ""
		default:
			*text += line + "\n"
		}
	}
	if c == nil {
		return nil, fmt.Errorf("docs: no line \"# Analyzer NAME\"")
	}
	if pending != "" {
		return nil, fmt.Errorf("docs: %s: no line %q", c.Name, pending+": summary")
	}
	c.Text = strings.TrimSpace(c.Text)
	for i := range c.Categories {
		c.Categories[i].Text = strings.Trim(c.Categories[i].Text, "\n")
	}
	return c, nil
}

// paragraph returns the paragraph of text that begins with prefix, on one line and without the prefix.
func paragraph(text, prefix string) string {
	for p := range strings.SplitSeq(text, "\n\n") {
		if rest, ok := strings.CutPrefix(p, prefix); ok {
			return strings.Join(strings.Fields(rest), " ")
		}
	}
	return ""
}
