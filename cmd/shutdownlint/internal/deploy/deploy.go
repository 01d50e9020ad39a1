// Package deploy reads the files by which a program is deployed, and compares them with its code: Dockerfiles with the
// scripts that they start, Compose files, Kubernetes manifests, systemd units and those of other platforms.
//
// Each format has a reader of its own in a folder below; here are the questions. What a file leaves open, and whatever it
// is about that cannot be told, is passed over.
package deploy

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/systemd"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// Check is the name of the check, which its documentation has.
const Check = "deploy"

// A Config says what to look at.
type Config struct {
	Roots   []Root
	Modules []string // directories of the modules under analysis

	Programs []Program

	Manifests *Manifests // in the place of those of Kubernetes that are in the tree; nil for none
}

// A Result is what was found.
type Result struct {
	Findings []finding.Finding // without URLs; notes are among them
	Errors   []finding.Error   // our own mistakes
	Sizes    map[string]int    // of the files that were read, by name
	Ignores  []Ignore          // the ignore comments of these files
	Log      []string          // which files were read, and which were left alone
	About    []About           // which programs findings are about
	Given    []Given           // what programs are given for their way down, in the order of the files
	Charts   []string          // directories of Helm charts, whose templates are not read
	Apart    []string          // files that were not compared, because they run programs that nobody asked for
	Broken   []finding.Error   // documents that cannot be read, and are no templates

	roots []Root // of the files that somebody asked about
}

// A tree is all deployment files.
type tree struct {
	config      Config
	roots       []Root // of what is read: also of the modules of the programs
	result      *Result
	dockerfiles []*dockerfile.File
	scripts     map[string]*text.File // by path; nil for what is none
	services    []*service
	built       []built
	workloads   []*workload
	namesakes   map[string][]*workload // the same by their titles
	patched     []string               // what Kustomize files say
	units       []*systemd.Unit
	starts      []*start                   // of other formats
	excused     map[*dockerfile.Stage]bool // Compose puts an init in front
	outlasted   map[*Program]bool          // requests outlast the drain: told
	given       map[string]bool            // files that were given by name
	behind      []yamltree.Document        // of these, what is only read if somebody has to know it
	known       crowd
	images      map[*Program][]*image // that run a program, once somebody has asked
}

// longest is the size of a file, in bytes, from which on it was not written by a person.
const longest = 16 << 20

// Run reads the deployment files and reports what is wrong with them.
func Run(cfg Config) *Result {
	t := &tree{config: cfg, result: &Result{Sizes: make(map[string]int), roots: cfg.Roots}, scripts: make(map[string]*text.File),
		excused: make(map[*dockerfile.Stage]bool), outlasted: make(map[*Program]bool), given: make(map[string]bool), namesakes: make(map[string][]*workload), images: make(map[*Program][]*image),
		known: crowd{balancers: make(map[label][]*balancer), scalers: make(map[string][]scaler), beside: make(map[string]bool)}}
	modules := make(map[string]bool)
	for _, dir := range cfg.Modules {
		modules[dir] = true
	}
	t.widen()
	for _, p := range places(t.roots, modules) {
		if dir := filepath.Dir(p.path); filepath.Base(p.path) == "Chart.yaml" && isDir(filepath.Join(dir, "templates")) && cfg.Manifests == nil {
			t.result.Charts = append(t.result.Charts, dir)
		}
		t.guard(p.path, func() { t.read(p) })
	}
	for i := range cfg.Programs {
		if w, ok := cfg.Programs[i].longestWay(nil); ok {
			t.logf("%s: may take %s to stop", cfg.Programs[i].Path, brief(w.Lasts))
		}
	}
	t.guard("", t.link)
	t.guard("", t.readNamed)
	for _, f := range t.dockerfiles {
		t.guard(f.Name, func() { t.processes(f) })
	}
	for _, s := range t.services {
		t.guard(s.node.File().Name, func() { t.compose(s) })
	}
	for _, w := range t.workloads {
		t.guard(w.root.File().Name, func() { t.kube(w) })
	}
	for _, u := range t.units {
		t.guard(u.Name, func() { t.unit(u) })
	}
	for _, s := range t.starts {
		t.guard(s.file.Name, func() { t.started(s) })
	}
	t.result.finish()
	return t.result
}

// widen adds the modules of programs to what is read, for programs are deployed by files anywhere in their module, and to the
// programs those of the same modules that nobody asked for, which are known by name at least.
func (t *tree) widen() {
	t.roots = slices.Clone(t.config.Roots)
	var added []Program
	for _, p := range t.config.Programs {
		root := Root{p.ModuleDir, true}
		if p.ModuleDir == "" || len(t.config.Roots) == 0 || slices.Contains(t.roots, root) || slices.ContainsFunc(t.config.Roots, func(r Root) bool { return r.Deep && r.holds(filepath.Join(p.ModuleDir, "go.mod")) }) {
			continue
		}
		t.roots = append(t.roots, root)
		for _, other := range mains(p.ModuleDir, p.ModulePath) {
			if !slices.ContainsFunc(t.config.Programs, func(p Program) bool { return p.Dir == other.Dir }) {
				added = append(added, other)
			}
		}
	}
	t.config.Programs = append(t.config.Programs[:len(t.config.Programs):len(t.config.Programs)], added...)
}

// asked reports whether somebody asked what is wrong with the file called name.
func (t *tree) asked(name string) bool {
	return t.given[name] || slices.ContainsFunc(t.config.Roots, func(r Root) bool { return r.holds(name) })
}

// guard turns a panic into an error about the file, so that the others are still looked at.
func (t *tree) guard(path string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			t.result.Errors = append(t.result.Errors, finding.Error{File: path, Message: fmt.Sprintf("internal error: %s panicked: %v", Check, r)})
			t.result.Log = append(t.result.Log, string(debug.Stack()))
		}
	}()
	f()
}

func (t *tree) logf(format string, args ...any) {
	t.result.Log = append(t.result.Log, fmt.Sprintf(format, args...))
}

// read reads one file.
func (t *tree) read(p place) {
	src := t.open(p.path)
	if src == nil {
		return
	}
	switch p.kind {
	case dockerfileKind:
		f := dockerfile.Parse(src)
		if len(f.Stages) == 0 {
			t.logf("%s: no Dockerfile: it has no FROM", p.path)
			return
		}
		t.dockerfiles = append(t.dockerfiles, f)
	case composeKind:
		if !t.readCompose(src) && (t.config.Manifests != nil || !t.readManifest(src)) {
			return
		}
	case manifestKind:
		if t.config.Manifests != nil || !t.readManifest(src) {
			return
		}
	case unitKind:
		u := systemd.Parse(src)
		t.dropIns(u)
		if _, ok := u.Last("ExecStart"); !ok {
			return
		}
		t.units = append(t.units, u)
	case supervisorKind:
		if !t.readSupervisor(src) {
			return
		}
	case flyKind:
		if !t.readFly(src) {
			return
		}
	case nomadKind:
		if !t.readNomad(src) {
			return
		}
	case taskKind:
		if !t.readManifest(src) {
			return
		}
	}
	t.took(src, p.kind)
}

// took notes that src is a deployment file.
func (t *tree) took(src *text.File, k kind) {
	t.logf("%s: read", src.Name)
	t.result.Sizes[src.Name] = len(src.Content)
	if t.asked(src.Name) {
		t.result.Ignores = append(t.result.Ignores, ignores(src, k)...)
	} else {
		t.result.Ignores = append(t.result.Ignores, marked(ignores(src, k))...)
	}
}

// open returns the file at path, or nil if it is no text of a reasonable size.
func (t *tree) open(path string) *text.File {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > longest {
		t.logf("%s: left alone: no file of less than %d MiB", path, longest>>20)
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil || bytes.IndexByte(content, 0) >= 0 {
		t.logf("%s: left alone: cannot be read, or is no text", path)
		return nil
	}
	return text.New(path, content)
}

// A mistake is one finding in the making.
type mistake struct {
	file     *text.File
	at       text.Span
	category string
	message  string
	remedy   string // what to do, in a clause; said where no fix is offered
	note     bool
	related  []finding.Related
	fix      *finding.Fix
	program  *Program // that it is about, if that is clear
}

func (t *tree) report(m mistake) {
	if !t.asked(m.file.Name) && (m.program == nil || m.program.Unasked) {
		return
	}
	f := finding.Finding{
		Category: m.category,
		Check:    Check,
		Level:    finding.LevelError,
		Message:  m.message,
		File:     m.file.Name,
		Related:  append([]finding.Related{}, m.related...),
		Fixes:    []finding.Fix{},
	}
	f.Line, f.Column = m.file.Position(m.at.Start)
	f.EndLine, f.EndColumn = m.file.Position(m.at.End)
	if m.note || t.forTests(m.file.Name) {
		f.Level = finding.LevelNote
	}
	if m.fix != nil && m.file.Name != Stdin {
		f.Fixes = append(f.Fixes, *m.fix)
	} else if m.remedy != "" {
		f.Message += "; " + m.remedy
	}
	t.result.Findings = append(t.result.Findings, f)
	if m.program != nil {
		t.result.About = append(t.result.About, About{m.program, f.Category, f.File, f.Line, f.Column})
	}
}

// forTests reports whether a file stands in a folder for tests: what is deployed from there serves nobody.
func (t *tree) forTests(name string) bool {
	return slices.ContainsFunc(t.roots, func(r Root) bool {
		rel, err := filepath.Rel(r.Dir, name)
		return err == nil && filepath.IsLocal(rel) && slices.ContainsFunc(strings.Split(filepath.Dir(rel), string(filepath.Separator)), func(dir string) bool {
			return names(dir, "e2e", "test", "tests", "testing")
		})
	})
}

// edit is a fix that replaces one span.
func edit(file *text.File, at text.Span, replacement, title string) *finding.Fix {
	return &finding.Fix{Message: title, Edits: []finding.Edit{{File: file.Name, Start: at.Start, End: at.End, New: replacement}}}
}

// related is a second place in a deployment file.
func related(file *text.File, at text.Span, message string) finding.Related {
	line, column := file.Position(at.Start)
	return finding.Related{File: file.Name, Line: line, Column: column, Message: message}
}

// finish puts the findings in order, drops what was found twice (a script that two Dockerfiles start, say) and marks the
// ignore comments that were of use.
func (r *Result) finish() {
	slices.Sort(r.Apart)
	r.Apart = slices.Compact(r.Apart)
	slices.SortStableFunc(r.Findings, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Category, b.Category))
	})
	r.Findings = slices.CompactFunc(r.Findings, func(a, b finding.Finding) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Category == b.Category
	})
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool {
		covered := false
		for i := range r.Ignores {
			if ig := &r.Ignores[i]; ig.covers(f) {
				ig.used, covered = true, true
			}
		}
		return covered
	})
}
