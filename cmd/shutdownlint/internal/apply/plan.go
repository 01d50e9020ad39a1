// Package apply makes the changes that findings suggest.
//
// Nothing is written before everything is known: which fixes go together, what each file will look like, and that it can
// be written.
package apply

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// Files is what has to be known about the files of the program.
type Files interface {
	// Editable reports whether the file belongs to the user: to a package under analysis, of the main module, or to its
	// deployment.
	Editable(file string) bool
	// PackageName returns the name of the package that file imports by path, or "" if that is unknown.
	PackageName(file, path string) string
	// Broken returns those of the changed files, with their new content, that no longer compile with the rest of their packages.
	Broken(changed map[string][]byte) map[string]bool
}

// A Plan is a set of changes that go together.
type Plan struct {
	Changes   []Change // by file name
	Applied   int      // findings that are fixed
	Conflicts int      // fixes left out because they do not go together with others
	Errors    []finding.Error
}

// A Change is about one file.
type Change struct {
	File string
	Old  []byte
	New  []byte
	Mode os.FileMode
}

// A planner decides, fix by fix.
type planner struct {
	files    Files
	sizes    map[string]int
	plan     *Plan
	baseline map[string]*baseline
	accepted map[string][]finding.Edit
}

// A baseline is a file before any change.
type baseline struct {
	content []byte
	mode    os.FileMode
	wanted  bool // to be changed at all
}

// New plans the first fix of each finding, in order. A fix is applied as a whole or not at all; of two that overlap, or that do not
// compile together, the later one is left for another run. sizes are those of the files when they were analysed.
func New(findings []finding.Finding, sizes map[string]int, files Files) *Plan {
	p := &planner{files: files, sizes: sizes, baseline: make(map[string]*baseline)}
	var fixes []finding.Fix
	for _, f := range findings {
		if len(f.Fixes) > 0 {
			fixes = append(fixes, f.Fixes[0])
		}
	}
	p.all(fixes)
	broken := files.Broken(p.contents())
	if len(broken) == 0 {
		return p.plan
	}
	var sound, doubtful []finding.Fix
	for _, fix := range fixes {
		if slices.ContainsFunc(fix.Edits, func(e finding.Edit) bool { return broken[e.File] }) {
			doubtful = append(doubtful, fix)
		} else {
			sound = append(sound, fix)
		}
	}
	left := 0
	for _, fix := range doubtful { // one after the other
		p.all(append(sound, fix))
		if len(files.Broken(p.contents())) > 0 {
			left++
			continue
		}
		sound = append(sound, fix)
	}
	p.all(sound)
	p.plan.Conflicts += left
	return p.plan
}

// all plans the fixes.
func (p *planner) all(fixes []finding.Fix) {
	errors := []finding.Error(nil)
	if p.plan != nil {
		errors = slices.DeleteFunc(p.plan.Errors, func(e finding.Error) bool { return p.baseline[e.File].wanted }) // said when the file was opened
	}
	p.plan, p.accepted = &Plan{Errors: errors}, make(map[string][]finding.Edit)
	for _, fix := range fixes {
		p.add(fix)
	}
	for _, name := range slices.Sorted(maps.Keys(p.accepted)) {
		p.change(name)
	}
}

// contents returns what the files of the plan that are Go would look like.
func (p *planner) contents() map[string][]byte {
	changed := make(map[string][]byte)
	for _, c := range p.plan.Changes {
		if filepath.Ext(c.File) == ".go" {
			changed[c.File] = c.New
		}
	}
	return changed
}

// add accepts fix if it concerns only files of the user and goes together with what was accepted before.
func (p *planner) add(fix finding.Fix) {
	for _, e := range fix.Edits {
		if b := p.open(e.File); !b.wanted || e.End > len(b.content) {
			return // generated, not the user's, or not to be written
		}
	}
	byFile := make(map[string][]finding.Edit)
	for _, e := range fix.Edits {
		accepted := p.accepted[e.File]
		if slices.Contains(accepted, e) || slices.Contains(byFile[e.File], e) {
			continue // the same import, for example
		}
		for _, other := range accepted {
			if overlap(e, other) {
				p.plan.Conflicts++
				return
			}
		}
		byFile[e.File] = append(byFile[e.File], e)
	}
	for name, edits := range byFile {
		p.accepted[name] = append(p.accepted[name], edits...)
	}
	p.plan.Applied++
}

// overlap reports whether two different edits of a file cannot both be made: they replace some common bytes, or one
// inserts where the other replaces. Two insertions at one place, and an edit right behind another, do go together.
func overlap(a, b finding.Edit) bool {
	if a.Start > b.Start || a.Start == b.Start && a.End > b.End {
		a, b = b, a
	}
	if a.Start == b.Start {
		return a.End > a.Start // else a inserts before what b replaces
	}
	return b.Start < a.End
}

// open reads a file that a fix wants to change, and finds out whether that may be.
func (p *planner) open(name string) *baseline {
	if b := p.baseline[name]; b != nil {
		return b
	}
	b := new(baseline)
	p.baseline[name] = b
	if !p.files.Editable(name) {
		return b
	}
	info, err := os.Stat(name)
	if err == nil {
		b.mode = info.Mode()
		b.content, err = os.ReadFile(name)
	}
	switch {
	case err != nil:
	case len(b.content) != p.sizes[name]:
		err = fmt.Errorf("the file has changed during the analysis")
	case isGenerated(b.content):
		return b
	default:
		err = writable(name, b.mode)
	}
	if err != nil {
		p.plan.Errors = append(p.plan.Errors, finding.Error{File: name, Message: "cannot fix: " + reason(err)})
		return b
	}
	b.wanted = true
	return b
}

// writable returns an error if the file is read-only. Renaming a new file over it would work nevertheless, and would not
// be what its owner wants.
func writable(name string, mode os.FileMode) error {
	if mode&0o222 == 0 {
		return fmt.Errorf("the file is read-only")
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

func isGenerated(content []byte) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", content, parser.ParseComments|parser.PackageClauseOnly)
	return err == nil && ast.IsGenerated(f)
}

// change works out the new content of a file.
func (p *planner) change(name string) {
	b := p.baseline[name]
	var content []byte
	var err error
	if filepath.Ext(name) == ".go" {
		content, err = rewrite(b.content, p.accepted[name], func(path string) string { return p.files.PackageName(name, path) })
	} else {
		content, err = splice(b.content, p.accepted[name])
	}
	if err != nil {
		p.plan.Errors = append(p.plan.Errors, finding.Error{File: name, Message: "cannot fix: " + err.Error()})
		return
	}
	if !bytes.Equal(content, b.content) {
		p.plan.Changes = append(p.plan.Changes, Change{name, b.content, content, b.mode})
	}
}
