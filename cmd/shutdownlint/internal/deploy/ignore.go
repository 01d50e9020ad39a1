package deploy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// The categories of findings about ignore comments, and the check that they belong to.
const (
	IgnoreCheck     = "ignores"
	ignoreMalformed = "ignore-malformed"
	ignoreUnused    = "ignore-unused"
)

// An Ignore is a comment
//
//	# shutdownlint:ignore category[,category] reason
//
// It covers its own line and, when it stands alone, the next one, as in Go.
type Ignore struct {
	file       *text.File
	at         text.Span // from the # to the end of the line
	line       int
	alone      bool
	name       string // what stands behind the colon
	categories []string
	reason     string
	used       bool
	apart      bool // of a file that nobody asked about: its other findings are not known
}

var ignoreComment = regexp.MustCompile(`#\s*shutdownlint:(\w*)[ \t]*(.*?)[ \t]*$`)

// ignores finds the ignore comments of a file.
func ignores(f *text.File, k kind) []Ignore {
	if !strings.Contains(string(f.Content), "shutdownlint:") {
		return nil // the common case
	}
	var found []Ignore
	for n := 1; n <= f.Lines(); n++ {
		span := f.Line(n)
		line := f.Text(span)
		m := ignoreComment.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		before := line[:m[0]]
		alone := strings.TrimSpace(before) == ""
		if !alone && (k == dockerfileKind || k == unitKind || k == supervisorKind || !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "\t")) {
			continue // no comment: there are none behind an instruction, and none without white space before them
		}
		names, reason, _ := strings.Cut(line[m[4]:m[5]], " ")
		found = append(found, Ignore{
			file: f, at: text.Span{Start: span.Start + m[0], End: span.End},
			line: n, alone: alone,
			name:       line[m[2]:m[3]],
			categories: strings.Split(names, ","),
			reason:     strings.TrimSpace(reason),
		})
	}
	return found
}

// marked returns comments that nobody is to be told about, for nobody asked about their file.
func marked(all []Ignore) []Ignore {
	for i := range all {
		all[i].apart = true
	}
	return all
}

// covers reports whether ig suppresses f.
func (ig *Ignore) covers(f finding.Finding) bool {
	return ig.name == "ignore" && ig.reason != "" && ig.file.Name == f.File && slices.Contains(ig.categories, f.Category) &&
		(ig.line == f.Line || ig.alone && ig.line == f.Line-1)
}

// JudgeIgnores returns findings about the ignore comments that have no effect. documented reports whether there is a
// category of that name.
func (r *Result) JudgeIgnores(documented func(category string) bool) []finding.Finding {
	t := &tree{result: new(Result), config: Config{Roots: r.roots}}
	for i := range r.Ignores {
		ig := &r.Ignores[i]
		if ig.apart {
			continue
		}
		if what := ig.wrong(documented); what != "" {
			t.report(mistake{file: ig.file, at: ig.at, category: ignoreMalformed, message: what})
		} else if !ig.used && !slices.Contains(ig.categories, ignoreMalformed) && !slices.Contains(ig.categories, ignoreUnused) {
			t.report(mistake{
				file: ig.file, at: ig.at, category: ignoreUnused,
				message: "unused ignore: no " + strings.Join(ig.categories, ", ") + " finding on this line, and the comment would hide the next one",
				fix:     edit(ig.file, ig.whole(), "", "Delete the comment"),
			})
		}
	}
	for i := range t.result.Findings {
		t.result.Findings[i].Check = IgnoreCheck
	}
	return t.result.Findings
}

// whole returns what goes when the comment does: its line, or the comment and the white space before it.
func (ig *Ignore) whole() text.Span {
	line := ig.file.Line(ig.line)
	if ig.alone {
		return text.Span{Start: line.Start, End: ig.file.Line(ig.line + 1).Start}
	}
	before := strings.TrimRight(string(ig.file.Content[line.Start:ig.at.Start]), " \t")
	return text.Span{Start: line.Start + len(before), End: line.End}
}

// wrong says what is wrong with the form of ig, or nothing.
func (ig *Ignore) wrong(documented func(string) bool) string {
	switch {
	case ig.name != "ignore":
		return "there is no directive called " + ig.name + ": this comment does nothing"
	case ig.categories[0] == "":
		return "this comment names no category: it suppresses nothing"
	}
	for _, id := range ig.categories {
		switch {
		case id == "":
			return "the categories must stand together, with commas and without white space: what follows counts as the reason"
		case !documented(id):
			return "there is no category called " + id
		}
	}
	if ig.reason == "" {
		return "this comment gives no reason: it suppresses nothing"
	}
	return ""
}
