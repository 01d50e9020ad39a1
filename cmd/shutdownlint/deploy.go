package main

import (
	"slices"

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

// needs is what the packages of one program say about their deployment.
type needs map[*load.Unit]*driver.Needs

// note is called with the result of each check on each package.
func (n needs) note(_ *analysis.Analyzer, u *load.Unit, result any) {
	if found, ok := result.(*driver.Needs); ok {
		n[u] = found
	}
}

// programs returns the main packages of p.
func (n needs) programs(p *load.Program) []deploy.Program {
	var all []deploy.Program
	for _, u := range p.Units {
		if u.Name != "main" || u.Module == nil || !u.Module.Main {
			continue
		}
		below, complete := p.Below(u)
		program := deploy.Program{Path: u.Path(), Dir: u.Dir, ModulePath: u.Module.Path}
		for _, b := range below {
			if found := n[b]; found != nil {
				program.Needs = append(program.Needs, found)
			} else {
				complete = false
			}
		}
		program.Complete = complete
		all = append(all, program)
	}
	return all
}

// deployment adds to report what is wrong with the deployment files beside the packages, and returns the files that fixes
// may change.
func (t *tool) deployment(s *settings, modules load.Programs, programs []deploy.Program, report *finding.Report, wd string) *deployed {
	files := &deployed{Programs: modules, read: make(map[string]bool)}
	if !s.enabled(deploy.Check) {
		return files
	}
	cfg := deploy.Config{Roots: deploy.Roots(wd, s.patterns), Programs: programs}
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

// Editable reports whether file is a deployment file of the tree, or a source file that may be changed.
func (d *deployed) Editable(file string) bool { return d.read[file] || d.Programs.Editable(file) }
