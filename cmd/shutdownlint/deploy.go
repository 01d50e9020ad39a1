package main

import (
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// enabled reports whether the check of that name runs.
func (s *settings) enabled(check string) bool {
	return slices.ContainsFunc(s.checks, func(a *analysis.Analyzer) bool { return a.Name == check })
}

// needs is what the packages of one program say about their deployment, and about the way down.
type needs struct {
	of   map[*load.Unit]*driver.Needs
	maps map[*load.Unit]*driver.Maps
}

func newNeeds() *needs {
	return &needs{make(map[*load.Unit]*driver.Needs), make(map[*load.Unit]*driver.Maps)}
}

// note is called with the results of the checks on each package.
func (n *needs) note(u *load.Unit, result any) {
	switch found := result.(type) {
	case *driver.Needs:
		n.of[u] = found
	case *driver.Maps:
		n.maps[u] = found
	}
}

// programs returns the main packages of p.
func (n *needs) programs(p *load.Program) []deploy.Program {
	var all []deploy.Program
	for _, u := range p.Units {
		if u.Name != "main" || u.Module == nil || !u.Module.Main {
			continue
		}
		below, complete := p.Below(u)
		program := deploy.Program{Path: u.Path(), Dir: u.Dir, ModulePath: u.Module.Path, ModuleDir: u.Module.Dir}
		for _, b := range below {
			if found := n.of[b]; found != nil {
				program.Needs = append(program.Needs, found)
			} else {
				complete = false
			}
		}
		program.Complete = complete
		program.Drains = n.drains(p, u, below)
		all = append(all, program)
	}
	return all
}

// drains returns where the program of u lets servers finish their requests, whichever of its commands runs; none if it cannot be
// seen what it does at a signal.
func (n *needs) drains(p *load.Program, u *load.Unit, below []*load.Unit) []deploy.Drain {
	maps := n.maps[u]
	if maps == nil || maps.Main == nil || maps.TooLarge {
		return nil
	}
	all := []*driver.Map{maps.Main}
	for _, b := range below {
		if m := n.maps[b]; m != nil {
			all = append(all, m.Commands...)
		}
	}
	var found []deploy.Drain
	for _, m := range all {
		for _, a := range m.Actors {
			for _, s := range a.Steps {
				if s.Kind != driver.Drain || s.Failed {
					continue
				}
				if m.Guessed {
					return nil
				}
				at := token.Position{Filename: s.Place.File, Line: s.Place.Line, Column: max(s.Place.Column, 1)} // of other packages only the line is known
				if pkg := p.Package(s.Place.Package()); pkg != nil {
					at.Filename = filepath.Join(pkg.Dir, s.Place.File)
				}
				found = append(found, deploy.Drain{Name: s.Name, At: at, AtOnce: s.From == driver.Moment{} && !s.Doubt && !s.Late})
			}
		}
	}
	return found
}

// deployment adds to report what is wrong with the deployment files beside the packages, and returns the files that fixes
// may change.
func (t *tool) deployment(s *settings, modules load.Programs, programs []deploy.Program, report *finding.Report, wd string) *deployed {
	files := &deployed{Programs: modules, read: make(map[string]bool)}
	if !s.enabled(deploy.Check) {
		return files
	}
	cfg := deploy.Config{Roots: deploy.Roots(wd, s.patterns), Programs: programs, Manifests: s.manifests}
	for _, p := range modules {
		cfg.Modules = append(cfg.Modules, p.Modules()...)
	}
	result := deploy.Run(cfg)
	if s.drawing != nil {
		s.drawing.give(result)
	}
	if s.debug {
		t.tell(result.Log)
	}
	if s.drawing == nil && !s.told {
		s.told = true // fixes make it look again
		t.tellLeft(result, wd)
	}
	found := result.Findings
	if s.enabled(deploy.IgnoreCheck) {
		found = append(found, result.JudgeIgnores(t.documented)...)
	}
	report.Findings = append(report.Findings, t.wanted(found)...)
	report.Errors = append(report.Errors, result.Errors...)
	for name, size := range result.Sizes {
		files.read[name], report.Sizes[name] = true, size
	}
	return files
}

// openManifests reads what came through standard input, and finds out where the other manifests are that were named.
func (s *settings) openManifests(wd string, stdin io.Reader) error {
	if len(s.named) == 0 {
		return nil
	}
	s.manifests = new(deploy.Manifests)
	for _, name := range s.named {
		if name == "-" {
			content, err := io.ReadAll(stdin)
			if err != nil {
				return fmt.Errorf("-manifests -: %v", err)
			}
			s.manifests.Stdin = append(s.manifests.Stdin, content...)
			continue
		}
		if !filepath.IsAbs(name) {
			name = filepath.Join(wd, name)
		}
		if _, err := os.Stat(name); err != nil {
			return fmt.Errorf("-manifests: %v", err)
		}
		s.manifests.Paths = append(s.manifests.Paths, name)
	}
	return nil
}

// tellLeft says what was not looked at, and what to do about it.
func (t *tool) tellLeft(result *deploy.Result, wd string) {
	if len(result.Charts) > 0 {
		t.tellCharts(result.Charts, wd)
	}
	if len(result.Apart) > 0 {
		t.tellApart(result.Apart, wd)
	}
	for i, b := range result.Broken {
		const most = 3
		if i == most {
			fmt.Fprintf(t.info, "shutdownlint: %d more documents cannot be read: -debug says which\n", len(result.Broken)-most)
			break
		}
		if rel, err := filepath.Rel(wd, b.File); err == nil {
			b.File = filepath.ToSlash(rel)
		}
		fmt.Fprintf(t.info, "shutdownlint: %s:%d: left alone: %s\n", b.File, b.Line, b.Message)
	}
}

// tellCharts says how the templates of Helm charts can be read.
func (t *tool) tellCharts(dirs []string, wd string) {
	chart := dirs[0]
	if rel, err := filepath.Rel(wd, chart); err == nil {
		chart = filepath.ToSlash(rel)
	}
	more := ""
	if len(dirs) > 1 {
		more = fmt.Sprintf(", and %d more charts", len(dirs)-1)
	}
	fmt.Fprintf(t.info, "shutdownlint: %s%s: Helm templates are not read; what they make is, by helm template %s | shutdownlint -manifests - ./...\n", chart, more, chart)
}

// tellApart says which files were not compared.
func (t *tool) tellApart(files []string, wd string) {
	const most = 3
	var names []string
	for _, name := range files[:min(len(files), most)] {
		if rel, err := filepath.Rel(wd, name); err == nil {
			name = filepath.ToSlash(rel)
		}
		names = append(names, name)
	}
	if more := len(files) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	fmt.Fprintf(t.info, "shutdownlint: not compared with programs that they run, but that were not asked for: %s\n", strings.Join(names, ", "))
}

// wanted applies the settings that hold for every check, and completes the findings by what their documentation says.
func (t *tool) wanted(findings []finding.Finding) []finding.Finding {
	var kept []finding.Finding
	for _, f := range findings {
		wanted, note := t.suite.Wanted(f.Category, f.File, f.Level == finding.LevelNote)
		if !wanted {
			continue
		}
		f.Level = finding.LevelError
		if note {
			f.Level = finding.LevelNote
		}
		if !t.suite.NamesOthers() {
			f.Related = []finding.Related{}
		}
		for _, c := range t.categories {
			if c.ID == f.Category {
				f.URL = c.URL
			}
		}
		kept = append(kept, f)
	}
	return kept
}

// documented reports whether there is a category of that name.
func (t *tool) documented(category string) bool {
	for _, c := range t.categories {
		if c.ID == category {
			return true
		}
	}
	return false
}

// deployed are the files of the programs together with its deployment files.
type deployed struct {
	load.Programs
	read map[string]bool
}

// seen reports whether file was looked at: as a source file of the packages that were asked for, or as a deployment file.
func (d *deployed) seen(file string) bool {
	if d.read[file] {
		return true
	}
	for _, p := range d.Programs {
		for _, u := range p.Units {
			if slices.Contains(u.GoSources(), file) {
				return true
			}
		}
	}
	return false
}

// below reports whether file is in dir or below it.
func below(dir, file string) bool {
	rel, err := filepath.Rel(dir, file)
	return err == nil && filepath.IsLocal(rel)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// Editable reports whether file is a deployment file of the tree, or a source file that may be changed.
func (d *deployed) Editable(file string) bool { return d.read[file] || d.Programs.Editable(file) }
