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
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/order"
)

// A Config says what to run.
type Config struct {
	Checks []*analysis.Analyzer
	Facts  func(*load.Unit) []*analysis.Analyzer // those to run where only facts are wanted
	Given  map[*analysis.Analyzer]any            // results that the driver supplies instead of running the analyzer
	Stacks bool                                  // tell where an analyzer panicked

	// Result, which may be nil, is called with the results of the checks on each package, one at a time.
	Result func(u *load.Unit, result any)
	Memory *Memory // of earlier runs; nil if there is none
	// Workers is how many packages are analysed at a time; 0 means as many as there are processors, up to maxWorkers.
	Workers int
}

// A Run is under way.
type Run struct {
	config  Config
	program *load.Program
	facts   *facts
	memory  *recollection
	done    atomic.Int64
	checked func(*load.Unit, *types.Package) // called with the types of each package, if not nil

	mu     sync.Mutex
	report *finding.Report
}

// New prepares a run on the units of p.
func New(p *load.Program, cfg Config) *Run {
	return &Run{
		config: cfg, program: p, facts: newFacts(), memory: newRecollection(cfg.Memory, p, cfg.Checks),
		report: &finding.Report{Sizes: make(map[string]int)},
	}
}

// Status says how far the run is.
func (r *Run) Status() string {
	return fmt.Sprintf("%d of %d packages analysed", r.done.Load(), len(r.program.Units))
}

// Recalled returns of how many packages an earlier run knew what comes of them.
func (r *Run) Recalled() int {
	if r.memory == nil {
		return 0
	}
	return len(r.memory.recalled)
}

// maxWorkers bounds the packages that are in memory at the same time, unless it is said otherwise.
const maxWorkers = 8

// Analyze runs the checks on every unit, or what gives its facts, and returns what was found. The names of files are absolute.
func (r *Run) Analyze() *finding.Report {
	workers := cmp.Or(r.config.Workers, min(runtime.GOMAXPROCS(0), maxWorkers))
	needs := func(u *load.Unit) []*load.Unit { return u.Needs }
	order.Run(slices.Concat(r.program.Facts, r.program.Units), needs, workers, func(u *load.Unit) {
		r.analyze(u)
		if !u.FactsOnly {
			r.done.Add(1)
		}
	})
	r.memory.remember()
	r.report.Errors = append(r.report.Errors, r.program.Errors...)
	r.report.Packages = len(r.program.Units)
	return r.report
}

// analyze runs the checks on one unit, or recalls what came of that, and adds what is found to the report. Where only its facts are
// wanted, nothing is said about it.
func (r *Run) analyze(u *load.Unit) {
	report := r.look(u)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Add(report)
}

// look returns what there is to say about one unit.
func (r *Run) look(u *load.Unit) (report *finding.Report) {
	report = &finding.Report{Sizes: make(map[string]int)}
	fail := func(e finding.Error) { report.Errors = append(report.Errors, e) }
	defer func() {
		if v := recover(); v != nil { // the type checker, or the reader of export data
			fail(finding.Error{Package: u.ImportPath, Message: fmt.Sprintf("internal error: %v", v)})
		}
	}()
	if o, ok := r.memory.recall(u); ok {
		for _, fact := range o.Facts {
			r.facts.recall(factKey{u.Path(), r.memory.types[fact.Type]}, fact.Data)
		}
		results, err := r.memory.results(o)
		if err != nil {
			panic(err) // the checksum was right
		}
		r.tell(u, results)
		report.Findings, report.Sizes = o.Findings, o.Sizes
		return report
	}
	r.memory.prepare(u)
	r.fresh(u, report, fail)
	return report
}

// fresh runs the checks on one unit.
func (r *Run) fresh(u *load.Unit, report *finding.Report, fail func(finding.Error)) {
	checked, wrong := r.program.Check(u)
	if wrong != nil && !u.Told() && !u.FactsOnly {
		fail(*wrong)
	}
	if checked == nil || wrong != nil && len(checked.TypeErrors) == 0 {
		r.memory.keep(u, nil, new(outcome), r.facts, false)
		return // not even syntax, or nothing is known about the package
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
	results := make(map[string]any)
	for _, check := range checks {
		act := run.exec(check)
		if act.err != nil {
			continue // reported below
		}
		results[check.Name] = act.result
		if u.FactsOnly {
			continue // not asked for
		}
		for _, d := range act.diagnostics {
			report.Findings = append(report.Findings, r.finding(check, d, report.Sizes))
		}
	}
	failures := run.failures()
	if r.memory != nil {
		o := &outcome{Findings: report.Findings, Sizes: report.Sizes, Results: r.memory.written(results)}
		r.memory.keep(u, checked, o, r.facts, wrong == nil && len(failures) == 0)
	}
	r.tell(u, results)
	for _, err := range failures {
		message := err.Error()
		var p *Panic
		if errors.As(err, &p) && r.config.Stacks {
			message += "\n" + string(p.Stack)
		}
		fail(finding.Error{Package: u.ImportPath, Message: message})
	}
}

// tell hands on the results of the checks on u, by name.
func (r *Run) tell(u *load.Unit, results map[string]any) {
	if r.config.Result == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(results)) {
		r.config.Result(u, results[name])
	}
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
