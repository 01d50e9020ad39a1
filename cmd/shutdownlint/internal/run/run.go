// Package run applies analyzers to the packages of a program, imported ones first, as many at a time as there are
// processors.
//
// Unlike other drivers it runs every analyzer on packages with type errors too: they learn of the errors from their pass,
// and can count on a type, if only an invalid one, for every expression.
package run

import (
	"cmp"
	"errors"
	"fmt"
	"go/types"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// A Config says what to run.
type Config struct {
	Checks []*analysis.Analyzer
	Facts  func(*load.Unit) []*analysis.Analyzer // those to run where only facts are wanted
	Given  map[*analysis.Analyzer]any            // results that the driver supplies instead of running the analyzer
	Stacks bool                                  // tell where an analyzer panicked

	// Result, which may be nil, is called with the result of each of these on each package, one at a time.
	Result func(check *analysis.Analyzer, u *load.Unit, result any)
}

// A Run is under way.
type Run struct {
	config  Config
	program *load.Program
	facts   *facts
	done    atomic.Int64
	checked func(*load.Unit, *types.Package) // called with the types of each package, if not nil

	mu     sync.Mutex
	report *finding.Report
}

// New prepares a run on the units of p.
func New(p *load.Program, cfg Config) *Run {
	return &Run{config: cfg, program: p, facts: newFacts(), report: &finding.Report{Sizes: make(map[string]int)}}
}

// Status says how far the run is.
func (r *Run) Status() string {
	return fmt.Sprintf("%d of %d packages analysed", r.done.Load(), len(r.program.Units))
}

// maxWorkers bounds the packages that are in memory at the same time.
const maxWorkers = 8

// Analyze runs the checks on every unit, or what gives its facts, and returns what was found. The names of files are absolute.
func (r *Run) Analyze() *finding.Report {
	units := slices.Concat(r.program.Facts, r.program.Units)
	waiting := make(map[*load.Unit]int, len(units)) // for so many units below
	above := make(map[*load.Unit][]*load.Unit)
	ready := make(chan *load.Unit, len(units))
	for _, u := range units {
		waiting[u] = len(u.Needs)
		for _, need := range u.Needs {
			above[need] = append(above[need], u)
		}
	}
	for _, u := range units {
		if waiting[u] == 0 {
			ready <- u
		}
	}
	var mu sync.Mutex // guards waiting
	left := len(units)
	finish := func(u *load.Unit) {
		mu.Lock()
		defer mu.Unlock()
		for _, next := range above[u] {
			if waiting[next]--; waiting[next] == 0 {
				ready <- next
			}
		}
		if left--; left == 0 {
			close(ready)
		}
	}
	if left == 0 {
		close(ready)
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), maxWorkers, max(1, len(units))) {
		workers.Go(func() {
			for u := range ready {
				r.analyze(u)
				if !u.FactsOnly {
					r.done.Add(1)
				}
				finish(u)
			}
		})
	}
	workers.Wait()
	r.report.Errors = append(r.report.Errors, r.program.Errors...)
	r.report.Packages = len(r.program.Units)
	return r.report
}

// analyze runs the checks on one unit, and adds what is found to the report. Where only its facts are wanted, nothing is said about it.
func (r *Run) analyze(u *load.Unit) {
	report := r.look(u)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Add(report)
}

// look runs the checks on one unit and returns what it has to say.
func (r *Run) look(u *load.Unit) (report *finding.Report) {
	report = &finding.Report{Sizes: make(map[string]int)}
	fail := func(e finding.Error) { report.Errors = append(report.Errors, e) }
	defer func() {
		if v := recover(); v != nil { // the type checker, or the reader of export data
			fail(finding.Error{Package: u.ImportPath, Message: fmt.Sprintf("internal error: %v", v)})
		}
	}()
	checked, wrong := r.program.Check(u)
	if wrong != nil && !u.Told() && !u.FactsOnly {
		fail(*wrong)
	}
	if checked == nil {
		return report // not even syntax
	}
	if wrong != nil && len(checked.TypeErrors) == 0 {
		return report // nothing is known about the package
	}
	defer r.program.Release(checked)
	if r.checked != nil {
		r.checked(u, checked.Pkg)
	}
	checks := r.config.Checks
	if u.FactsOnly {
		checks = r.config.Facts(u)
	}
	run := &unit{checked, r.program, r.config.Given, r.facts, make(map[*analysis.Analyzer]*action)}
	for _, check := range checks {
		act := run.exec(check)
		if act.err != nil || u.FactsOnly {
			continue // reported below, or not asked for
		}
		for _, d := range act.diagnostics {
			report.Findings = append(report.Findings, r.finding(check, d, report.Sizes))
		}
	}
	if r.config.Result != nil {
		r.mu.Lock()
		for _, check := range checks {
			if act := run.actions[check]; act != nil && act.err == nil {
				r.config.Result(check, u, act.result)
			}
		}
		r.mu.Unlock()
	}
	for _, err := range run.failures() {
		message := err.Error()
		var p *Panic
		if errors.As(err, &p) && r.config.Stacks {
			message += "\n" + string(p.Stack)
		}
		fail(finding.Error{Package: u.ImportPath, Message: message})
	}
	return report
}

// finding takes everything out of a diagnostic that depends on positions, so that nothing holds on to the package.
// It notes the sizes of the files that fixes change.
func (r *Run) finding(check *analysis.Analyzer, d analysis.Diagnostic, sizes map[string]int) finding.Finding {
	fset := r.program.Fset
	from, to := span(fset, d.Pos, d.End)
	f := finding.Finding{
		Category: cmp.Or(d.Category, check.Name),
		Check:    check.Name,
		File:     from.Filename,
		Line:     from.Line, Column: from.Column,
		EndLine: to.Line, EndColumn: to.Column,
		URL:     resolveURL(check, d),
		Related: []finding.Related{},
		Fixes:   []finding.Fix{},
	}
	f.Message, f.Level = finding.Split(d.Message, d.Category)
	for _, rel := range d.Related {
		pos := fset.Position(rel.Pos)
		f.Related = append(f.Related, finding.Related{File: pos.Filename, Line: pos.Line, Column: pos.Column, Message: rel.Message})
	}
	for _, fix := range d.SuggestedFixes {
		if edits, ok := r.edits(fix, sizes); ok {
			f.Fixes = append(f.Fixes, finding.Fix{Message: fix.Message, Edits: edits})
		}
	}
	return f
}

// edits returns the edits of fix; it is not ok if one of them has no place in a file.
func (r *Run) edits(fix analysis.SuggestedFix, sizes map[string]int) ([]finding.Edit, bool) {
	edits := []finding.Edit{}
	for _, e := range fix.TextEdits {
		file := r.program.Fset.File(e.Pos)
		if file == nil {
			return nil, false
		}
		end := max(e.End, e.Pos) // a missing end makes an insertion
		if int(end) > file.Base()+file.Size() {
			return nil, false
		}
		sizes[file.Name()] = file.Size()
		edits = append(edits, finding.Edit{File: file.Name(), Start: file.Offset(e.Pos), End: file.Offset(end), New: string(e.NewText)})
	}
	return edits, len(edits) > 0
}

func compareNames(a, b *analysis.Analyzer) int { return cmp.Compare(a.Name, b.Name) }
