package main

import (
	"cmp"
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/baseline"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/lsp"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/source"
)

// serveEditor is the command lsp, a language server on stdin and stdout.
func (t *tool) serveEditor(args []string) (int, error) {
	s, err := t.parse(args)
	if err != nil {
		return exitFailed, err
	}
	if s.fix || s.diff || s.write != "" || s.prune || s.since != "" || slices.Contains(s.named, "-") || !slices.Equal(s.patterns, []string{"./..."}) {
		return exitFailed, errors.New("lsp takes the flags that say what to report, and no packages: the editor says what to look at")
	}
	explanations := make(map[string]string)
	for _, rule := range t.rules() {
		explanations[rule.Category] = output.Markdown(rule)
	}
	asked := lsp.Serve(os.Stdin, nopCloser{t.stdout}, lsp.Config{
		Version: version(),
		Explain: func(category string) string { return explanations[category] },
		Open: func(dir string, overlay func(string) ([]byte, bool)) lsp.Folder {
			return &resident{tool: &tool{program: t.program, open: t.open, categories: t.categories, stdout: io.Discard, stderr: io.Discard, info: io.Discard}, settings: *s, dir: dir, overlay: overlay}
		},
	})
	if !asked {
		return exitFindings, nil // as the protocol has it
	}
	return exitClean, nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// A resident keeps the programs of a directory in memory.
type resident struct {
	tool     *tool
	settings settings
	dir      string
	overlay  func(string) ([]byte, bool)

	parts    []part
	modules  load.Programs
	deployed []finding.Finding // in deployment files, when something was saved last
	updates  int
}

// A part is one module, or one workspace.
type part struct {
	program *load.Program
	run     *run.Resident
	needs   *needs
}

// manyUpdates is after how many updates everything is read anew, which gives back what positions of old sources hold.
const manyUpdates = 500

// Load implements lsp.Folder.
func (r *resident) Load(ctx context.Context) (*finding.Report, error) {
	r.parts, r.modules, r.updates = nil, nil, 0
	s := &r.settings
	s.dir = r.dir
	file, err := s.configuration(r.dir)
	if err != nil {
		return nil, err
	}
	if err := r.tool.settle(s, file); err != nil {
		return nil, err
	}
	if err := s.openManifests(r.dir, strings.NewReader("")); err != nil {
		return nil, err
	}
	s.known = nil
	if s.baseline != "" {
		name := s.baseline
		if !filepath.IsAbs(name) {
			name = filepath.Join(r.dir, name)
		}
		if s.known, err = baseline.Read(name); err != nil {
			return nil, err
		}
	}
	for _, dir := range load.Roots(r.dir, s.patterns) {
		program, err := load.List(load.Config{Dir: cmp.Or(dir, r.dir), Patterns: load.Patterns(r.dir, s.patterns), Tags: s.tags, Tests: s.tests, Program: r.tool.program, Overlay: r.overlay})
		if err != nil {
			return nil, err
		}
		found := newNeeds()
		p := part{program, run.NewResident(program, run.Config{
			Checks: s.checks,
			Facts:  r.tool.facts(s),
			Given:  driver.Given(source.New(program)),
			Result: found.note,
		}), found}
		if err := p.run.All(ctx); err != nil {
			return nil, err
		}
		r.parts, r.modules = append(r.parts, p), append(r.modules, program)
	}
	return r.report(true), nil
}

// Update implements lsp.Folder.
func (r *resident) Update(ctx context.Context, files []string, saved bool) (*finding.Report, error) {
	if r.updates++; len(r.parts) == 0 || r.updates > manyUpdates {
		return nil, nil
	}
	changed := make([][]*load.Unit, len(r.parts))
	for _, file := range files {
		name := filepath.Base(file)
		switch {
		case name == config.Name || name == "go.mod" || name == "go.sum" || name == "go.work":
			if saved {
				return nil, nil
			}
		case filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") && !r.settings.tests:
		default:
			known := false
			for i, p := range r.parts {
				for _, u := range slices.Concat(p.program.Facts, p.program.Units) {
					if !slices.Contains(u.GoSources(), file) {
						known = known || slices.Contains(u.IgnoredFiles(), file)
						continue
					}
					known = true
					if saved && !r.imported(u, file) {
						return nil, nil
					}
					changed[i] = append(changed[i], u)
				}
			}
			if _, err := os.Stat(file); !known && saved && err == nil {
				return nil, nil // it is new
			}
		}
	}
	for i, p := range r.parts {
		if err := p.run.Again(ctx, changed[i]); err != nil {
			return nil, err
		}
	}
	return r.report(saved), nil
}

// imported reports whether the package imports all that the file does: what it did not import before is to be found first.
func (r *resident) imported(u *load.Unit, file string) bool {
	var text any
	if t, ok := r.overlay(file); ok {
		text = t
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
	if err != nil {
		return !errors.Is(err, os.ErrNotExist) // it is gone, or will have a syntax later
	}
	return !slices.ContainsFunc(f.Imports, func(spec *ast.ImportSpec) bool {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || path == "C" || path == "unsafe" {
			return false
		}
		return !slices.Contains(u.Imports, cmp.Or(u.ImportMap[path], path))
	})
}

// report returns what is found now; deployment files are read as they are on disk, if they may have changed.
func (r *resident) report(saved bool) *finding.Report {
	s := &r.settings
	all := &finding.Report{Sizes: make(map[string]int)}
	var mains []deploy.Program
	for _, p := range r.parts {
		all.Add(p.run.Report())
		all.Errors = append(all.Errors, unresolved(s.config, p.program)...)
		mains = append(mains, p.needs.programs(p.program)...)
	}
	if saved {
		deployment := &finding.Report{Sizes: make(map[string]int)}
		r.tool.deployment(s, r.modules, mains, deployment, r.dir)
		r.deployed = deployment.Findings
	}
	all.Findings = append(all.Findings, r.deployed...)
	all.Sort()
	if s.known != nil {
		s.known.Filter(all)
	}
	return all
}
