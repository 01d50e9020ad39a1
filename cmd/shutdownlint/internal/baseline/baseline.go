// Package baseline remembers the findings that a code base had when it began to use the tool, so that only new ones count.
//
// A finding is known by its category, its file and the function around it, not by its line; of several that are alike, the
// number is known.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// version is that of the form of the files.
const version = 1

// A Baseline is what a file holds.
type Baseline struct {
	Scope
	name  string // absolute
	known map[key]int
	found map[key]int // by Filter
}

// A Scope says what was looked for, beside what every run looks for.
type Scope struct {
	Notes bool `json:"notes,omitempty"`
	Tests bool `json:"tests,omitempty"`
}

// Covers reports whether whoever looks for s finds all that o could have found.
func (s Scope) Covers(o Scope) bool { return (s.Notes || !o.Notes) && (s.Tests || !o.Tests) }

type key struct {
	Category string `json:"category"`
	File     string `json:"file"` // relative to the baseline's directory, with slashes
	Function string `json:"function"`
}

// An entry is a key with its number, in a file.
type entry struct {
	key
	Count int `json:"count"`
}

type content struct {
	Shutdownlint string `json:"shutdownlint"` // says what kind of file this is
	Version      int    `json:"version"`
	Scope
	Findings []entry `json:"findings"`
}

const kind = "baseline"

// Read reads a baseline. Its error is one line.
func Read(name string) (*Baseline, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("baseline %s: %w", name, reason(err))
	}
	c, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("baseline %s: %w", name, err)
	}
	b := &Baseline{c.Scope, abs, make(map[key]int), make(map[key]int)}
	for _, e := range c.Findings {
		b.known[e.key] += e.Count
	}
	return b, nil
}

// decode reads the content of a file. Nothing may be missing at its end, or follow it.
func decode(data []byte) (*content, error) {
	var c content
	if err := json.Unmarshal(data, &c); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("line %d: %w", 1+bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n")), err)
		}
		return nil, err
	}
	switch {
	case c.Shutdownlint != kind:
		return nil, errors.New("this is no baseline of shutdownlint")
	case c.Version > version:
		return nil, fmt.Errorf("it is of version %d, made by a newer shutdownlint; this one reads version %d", c.Version, version)
	case c.Version < 1:
		return nil, fmt.Errorf("there is no version %d", c.Version)
	case c.Findings == nil:
		return nil, errors.New("it has no findings, not even an empty list of them")
	}
	for i, e := range c.Findings {
		if e.Category == "" || e.File == "" || e.Count < 1 {
			return nil, fmt.Errorf("findings[%d] lacks its category, its file or a count of one or more", i)
		}
	}
	return &c, nil
}

// Filter takes the findings that are known out of the report, whose files have absolute names. Of findings that are alike the
// first ones are taken.
func (b *Baseline) Filter(r *finding.Report) {
	places := finding.NewPlaces()
	clear(b.found)
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
		k := keyOf(places, f, b.name)
		b.found[k]++
		known := b.found[k] <= b.known[k]
		if known {
			r.Known++
		}
		return known
	})
}

// Stale returns what Filter has not found any more, one line each; judged reports whether it would have been found in a file.
func (b *Baseline) Stale(judged func(file string) bool) []string {
	var lines []string
	for k, n := range b.known {
		gone := n - b.found[k]
		if gone <= 0 || !judged(filepath.Join(filepath.Dir(b.name), filepath.FromSlash(k.File))) {
			continue
		}
		line := k.File + ": " + k.Category
		if k.Function != "" {
			line += " in " + k.Function
		}
		if gone > 1 {
			line += fmt.Sprintf(", %d times", gone)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

// Prune takes out of the file what Filter has not found any more; judged is as in Stale.
func (b *Baseline) Prune(judged func(file string) bool) error {
	left := make(map[key]int)
	for k, n := range b.known {
		if judged(filepath.Join(filepath.Dir(b.name), filepath.FromSlash(k.File))) {
			n = min(n, b.found[k])
		}
		if n > 0 {
			left[k] = n
		}
	}
	return write(b.name, b.Scope, left)
}

func keyOf(places *finding.Places, f finding.Finding, baseline string) key {
	file := f.File
	if rel, err := filepath.Rel(filepath.Dir(baseline), f.File); err == nil {
		file = rel
	}
	return key{f.Category, filepath.ToSlash(file), places.Of(f).Function}
}

// Check reports why no baseline can be written to a file of that name. A file that is something else is not overwritten, nor
// is a baseline from a newer program.
func Check(name string) error {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Dir(name)); err != nil {
			return fmt.Errorf("baseline %s: %w", name, reason(err))
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("baseline %s: %w", name, reason(err))
	}
	if _, err := decode(data); err != nil && len(data) > 0 {
		return fmt.Errorf("baseline %s is not overwritten: %w", name, err)
	}
	return nil
}

// Write writes all findings of the report, whose files have absolute names, to a file. It returns their number.
func Write(name string, r *finding.Report, scope Scope) (int, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return 0, err
	}
	places := finding.NewPlaces()
	counts := make(map[key]int)
	for _, f := range r.Findings {
		counts[keyOf(places, f, abs)]++
	}
	if err := write(abs, scope, counts); err != nil {
		return 0, fmt.Errorf("baseline %s: %w", name, reason(err))
	}
	return len(r.Findings), nil
}

// write writes a file, which takes its name only when it is complete.
func write(name string, scope Scope, counts map[key]int) error {
	target := name
	if t, err := filepath.EvalSymlinks(name); err == nil {
		target = t // a link stays
	}
	c := content{kind, version, scope, []entry{}}
	for k, n := range counts {
		c.Findings = append(c.Findings, entry{k, n})
	}
	slices.SortFunc(c.Findings, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Function, b.Function), cmp.Compare(a.Category, b.Category))
	})
	data, err := json.MarshalIndent(c, "", "\t")
	if err != nil {
		return err
	}
	return replace(target, append(data, '\n'))
}

// replace writes a file next to its place and moves it there.
func replace(name string, data []byte) error {
	defer stop.Hold()()
	f, err := os.CreateTemp(filepath.Dir(name), ".shutdownlint-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails where the file has taken its place
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// reason is the part of an error that does not repeat the names of files.
func reason(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
