// Package finding holds what a run has to say, in the form in which every output format starts from it.
package finding

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Levels of findings.
const (
	LevelError = "error"
	LevelNote  = "note" // true, but a matter of taste or of risk appetite
)

// A Report is everything a run has to say. Its JSON form is what other tools read.
type Report struct {
	Findings []Finding
	Errors   []Error

	// What follows is not part of the JSON form, which is the same for every run.

	Packages int            // packages asked for
	Elapsed  time.Duration  // time that the run took
	Sizes    map[string]int // by name, of the files that fixes would change, when they were analysed
	Hidden   int            // notes that are left out because nobody wants any
	Old      int            // findings that are left out because their lines have not changed
	Stale    int            // entries of the baseline that are not found any more
	Config   string         // the configuration file, if there is one
	Known    int            // findings that are left out because a baseline has them

	Version string // of the program
	Rules   []Rule // what the program can find
}

// A Rule is the documentation of one category of findings.
type Rule struct {
	Category string
	Check    string
	Level    string
	Summary  string
	Text     string // what happens in production, wrong, right, what is not reported, the fix; code is indented by a tab
	URL      string
}

// A Finding is one mistake.
type Finding struct {
	Category  string    `json:"category"`
	Check     string    `json:"check"`
	Level     string    `json:"level"`
	Message   string    `json:"message"` // without the category that ends it in go vet's output
	File      string    `json:"file"`
	Line      int       `json:"line"`
	Column    int       `json:"column"`
	EndLine   int       `json:"endLine"`
	EndColumn int       `json:"endColumn"`
	URL       string    `json:"url"`
	Related   []Related `json:"related"`
	Fixes     []Fix     `json:"fixes"`
}

// A Related is a second place of a mistake.
type Related struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// A Fix is a change that ends the mistake.
type Fix struct {
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// An Edit replaces the bytes from Start to End of a file.
type Edit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

// An Error says why something could not be analysed.
type Error struct {
	Package string `json:"package"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// Add takes in what another run has to say.
func (r *Report) Add(other *Report) {
	r.Findings = append(r.Findings, other.Findings...)
	r.Errors = append(r.Errors, other.Errors...)
	r.Packages += other.Packages
	maps.Copy(r.Sizes, other.Sizes)
}

// Sort puts the report in its stable order and drops what is said twice: a file can belong to a package and to its test
// variant.
func (r *Report) Sort() {
	slices.SortStableFunc(r.Findings, compareFindings)
	r.Findings = slices.CompactFunc(r.Findings, func(a, b Finding) bool { return compareFindings(a, b) == 0 })
	slices.SortStableFunc(r.Errors, compareErrors)
	r.Errors = slices.Compact(r.Errors)
}

func compareFindings(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Category, b.Category),
		cmp.Compare(a.Message, b.Message),
	)
}

func compareErrors(a, b Error) int {
	return cmp.Or(
		cmp.Compare(a.Package, b.Package),
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Message, b.Message),
	)
}

// Relative makes every path relative to dir, with forward slashes.
func (r *Report) Relative(dir string) {
	rel := func(file *string) {
		if *file == "" {
			return // an error about no file in particular
		}
		if path, err := filepath.Rel(dir, *file); err == nil {
			*file = path
		}
		*file = filepath.ToSlash(*file)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		rel(&f.File)
		for j := range f.Related {
			rel(&f.Related[j].File)
		}
		for _, fix := range f.Fixes {
			for j := range fix.Edits {
				rel(&fix.Edits[j].File)
			}
		}
	}
	for i := range r.Errors {
		rel(&r.Errors[i].File)
	}
}

// TakeNotes takes the notes out of the report.
func (r *Report) TakeNotes() (notes []Finding) {
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool {
		if f.Level == LevelNote {
			notes = append(notes, f)
		}
		return f.Level == LevelNote
	})
	return notes
}

// Count returns the number of findings of the given level.
func (r *Report) Count(level string) int {
	n := 0
	for _, f := range r.Findings {
		if f.Level == level {
			n++
		}
	}
	return n
}

// Fixable returns the number of findings that have a fix.
func (r *Report) Fixable() int {
	n := 0
	for _, f := range r.Findings {
		if len(f.Fixes) > 0 {
			n++
		}
	}
	return n
}

// WriteJSON writes the one JSON object that describes the report.
func (r *Report) WriteJSON(w io.Writer) error {
	findings := slices.Clone(r.Findings)
	for i := range findings {
		findings[i].Related = orEmpty(findings[i].Related)
		findings[i].Fixes = orEmpty(findings[i].Fixes)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // messages hold <-ctx.Done() and the like
	enc.SetIndent("", "\t")
	return enc.Encode(struct {
		Version  int       `json:"version"`
		Findings []Finding `json:"findings"`
		Errors   []Error   `json:"errors"`
	}{1, orEmpty(findings), orEmpty(r.Errors)})
}

// orEmpty makes a missing list an empty one, for readers that do not expect null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Split takes the category, and the mark of a note, off the end of a message.
func Split(message, category string) (text, level string) {
	if text, ok := strings.CutSuffix(message, " ("+category+", note)"); ok {
		return text, LevelNote
	}
	return strings.TrimSuffix(message, " ("+category+")"), LevelError
}
