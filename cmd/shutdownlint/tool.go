package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/apply"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/baseline"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/since"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/source"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// Exit statuses.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2 // something asked for could not be analysed, or was not understood
)

// A tool is the whole program. Its fields are parameters for the sake of tests.
type tool struct {
	program       string                                    // the file of this program, see load.Config
	open          func(*config.File) (*driver.Suite, error) // returns the checks with the settings of a configuration, which may be nil
	suite         *driver.Suite
	categories    []analyzers.Category
	documentation func(language string) ([]analyzers.Check, error) // of which the categories are parts
	stdout        io.Writer
	stderr        io.Writer
	info          io.Writer // what a person may want to know beside findings and errors: stderr, if it is wanted

	shown atomic.Pointer[output.Progress] // the line on the terminal, if there is one
}

// main does what args say and returns the exit status.
func (t *tool) main(args []string) int {
	stop.Listen(func() {
		if shown := t.shown.Load(); shown != nil {
			shown.Stop()
		}
	})
	t.info = t.stderr
	var err error
	if t.suite, err = t.open(nil); err != nil {
		return t.status(exitFailed, err)
	}
	if len(args) > 0 {
		if command := t.command(args[0]); command != nil {
			return t.status(command(args[1:]))
		}
	}
	s, err := t.parse(args)
	if err != nil {
		return t.status(exitFailed, err)
	}
	return t.status(t.analyze(s))
}

// streams are where the report goes.
func (t *tool) streams() output.Streams { return output.NewStreams(t.stdout, t.stderr, t.info) }

// status says in one line why something was not done, if there is an error.
func (t *tool) status(code int, err error) int {
	if err != nil {
		fmt.Fprintf(t.stderr, "shutdownlint: %v\n", err)
		return exitFailed
	}
	return code
}

// collectAt is the growth of the heap, in percent, after which garbage is collected. Most of what a run allocates is soon
// garbage: compared to Go's default of 100 the peak of memory is a quarter lower, for some five percent more time.
const collectAt = 60

// enter changes to the directory that is meant, puts its configuration in force, and returns its name.
func (t *tool) enter(s *settings) (wd string, err error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if s.dir != "" {
		if err := os.Chdir(s.dir); err != nil {
			return "", err
		}
	}
	if wd, err = os.Getwd(); err != nil {
		return "", err
	}
	file, err := s.configuration(wd)
	if err != nil {
		return "", err
	}
	if err := t.settle(s, file); err != nil {
		return "", err
	}
	return wd, s.openCache()
}

// configuration reads the configuration file that is meant, if there is one.
func (s *settings) configuration(wd string) (*config.File, error) {
	if s.file != "" {
		return config.Open(s.file)
	}
	return config.Load(wd)
}

// analyze finds, fixes and reports.
func (t *tool) analyze(s *settings) (int, error) {
	start := time.Now()
	if s.quiet {
		t.info = io.Discard
	}
	wd, err := t.enter(s)
	if err != nil {
		return exitFailed, err
	}
	if err := s.openManifests(wd, os.Stdin); err != nil {
		return exitFailed, err
	}
	if s.write != "" {
		return t.writeBaseline(s, wd)
	}
	if s.baseline != "" {
		if s.known, err = baseline.Read(s.baseline); err != nil {
			return exitFailed, err
		}
	}
	if s.since != "" {
		if _, err := since.Ask(s.since); err != nil { // before the time for the analysis is spent
			return exitFailed, err
		}
	}
	report, files := t.find(s, wd)
	if s.prune {
		if err := t.pruneBaseline(s, report); err != nil {
			return exitFailed, err
		}
	}
	if s.diff {
		return t.showDiff(report, files, wd)
	}
	if s.fix {
		report = t.fixAll(report, files, func() (*finding.Report, apply.Files) { return t.find(s, wd) })
	}
	report.Sort()
	report.Relative(wd)
	report.Elapsed = time.Since(start)
	report.Version, report.Rules = version(), t.rules()
	if report.Config = s.config.Name(); report.Config != "" {
		if rel, err := filepath.Rel(wd, report.Config); err == nil {
			report.Config = filepath.ToSlash(rel)
		}
	}
	if err := s.format.Print(t.streams(), report); err != nil {
		return exitFailed, err
	}
	return status(report, t.suite.Strict()), nil
}

// rules is the documentation of what can be found, for formats that carry it.
func (t *tool) rules() []finding.Rule {
	var rules []finding.Rule
	for _, c := range t.categories {
		rules = append(rules, finding.Rule{Category: c.ID, Check: c.Check, Level: c.Level, Summary: c.Summary, Text: c.Text, URL: c.URL})
	}
	return rules
}

// status is the exit status for a report.
func status(r *finding.Report, strict bool) int {
	switch {
	case len(r.Errors) > 0:
		return exitFailed
	case r.Count(finding.LevelError) > 0, strict && len(r.Findings) > 0:
		return exitFindings
	}
	return exitClean
}

// showDiff prints what -fix would do. Whatever keeps it from being complete goes to stderr.
func (t *tool) showDiff(report *finding.Report, files apply.Files, wd string) (int, error) {
	plan := apply.New(report.Findings, report.Sizes, files)
	if err := plan.Diff(t.stdout, wd); err != nil {
		return exitFailed, err
	}
	rest := &finding.Report{Errors: append(report.Errors, plan.Errors...)}
	rest.Sort()
	rest.Relative(wd)
	if err := output.PrintErrors(t.streams(), rest); err != nil {
		return exitFailed, err
	}
	t.tellConflicts(plan)
	switch {
	case len(rest.Errors) > 0:
		return exitFailed, nil
	case len(plan.Changes) > 0:
		return exitFindings, nil
	}
	return exitClean, nil
}

// rounds is how often fixes are applied in one run: those that did not go together with others, and those of what others have laid open.
const rounds = 5

// fixAll applies the fixes until there are none, and returns what remains, and where it stands now.
func (t *tool) fixAll(report *finding.Report, files apply.Files, find func() (*finding.Report, apply.Files)) *finding.Report {
	applied, changed := 0, make(map[string]bool)
	var failed []finding.Error
	var plan *apply.Plan
	for range rounds {
		plan = apply.New(report.Findings, report.Sizes, files)
		failed = plan.Errors
		if len(plan.Changes) == 0 {
			break
		}
		if err := plan.Write(); err != nil {
			failed = append(failed, *err)
			break
		}
		applied += plan.Applied
		for _, c := range plan.Changes {
			changed[c.File] = true
		}
		report, files = find()
	}
	if applied > 0 {
		fmt.Fprintf(t.info, "shutdownlint: fixed %s in %s\n", output.Count(applied, "finding"), output.Count(len(changed), "file"))
	}
	t.tellConflicts(plan)
	report.Errors = append(report.Errors, failed...)
	return report
}

func (t *tool) tellConflicts(plan *apply.Plan) {
	if n := plan.Conflicts; n > 0 {
		fmt.Fprintf(t.info, "shutdownlint: %s overlapped with others: -fix makes those after the rest\n", output.Count(n, "fix"))
	}
}

// facts returns what to run on a package that was not asked for, so that those above it are judged as they are together with
// it: what has facts, and what is known of a program's deployment.
func (t *tool) facts(s *settings) func(*load.Unit) []*analysis.Analyzer {
	return func(u *load.Unit) []*analysis.Analyzer {
		roots := t.suite.FactRoots(u.Path(), u.Module.Path)
		for _, check := range s.checks {
			if check.Name == deploy.Check || check == t.suite.Maps {
				roots = append(roots, check)
			}
		}
		return roots
	}
}

// find loads and analyses the packages, module by module where there are several, and the deployment files beside them.
// It returns the files that may be changed.
func (t *tool) find(s *settings, wd string) (*finding.Report, apply.Files) {
	var progress atomic.Pointer[run.Run]
	shown := output.StartProgress(t.info, func() string {
		if r := progress.Load(); r != nil {
			return r.Status()
		}
		return "waiting for the go command to list and compile packages"
	})
	t.shown.Store(shown)
	defer shown.Stop()

	all := &finding.Report{Sizes: make(map[string]int)}
	var programs load.Programs
	var mains []deploy.Program
	for _, dir := range load.Roots(wd, s.patterns) {
		progress.Store(nil)
		memory := t.memory(s, wd, dir)
		cfg := load.Config{Dir: dir, Patterns: load.Patterns(wd, s.patterns), Tags: s.tags, Tests: s.tests, Program: t.program}
		if memory != nil {
			cfg.Memory = memory.Memory
		}
		program, err := load.List(cfg)
		stop.Hold()() // it does not return if the go command has been interrupted
		if err != nil {
			all.Errors = append(all.Errors, finding.Error{File: dir, Message: err.Error()})
			continue
		}
		dependencies, found := source.New(program), newNeeds()
		r := run.New(program, run.Config{
			Checks:  s.checks,
			Facts:   t.facts(s),
			Given:   driver.Given(dependencies),
			Stacks:  s.debug,
			Result:  found.note,
			Memory:  memory,
			Workers: s.workers,
		})
		progress.Store(r)
		start := time.Now()
		all.Add(r.Analyze())
		all.Errors = append(all.Errors, unresolved(s.config, program)...)
		if s.debug {
			t.tellCost(program, r, dependencies, time.Since(start))
		}
		programs = append(programs, program)
		mains = append(mains, found.programs(program)...)
		if s.drawing != nil {
			s.drawing.collect(program, found)
		}
	}
	files := t.deployment(s, programs, mains, all, wd)
	all.Sort()
	hidden := new(finding.Report)
	if !s.notes {
		hidden.Findings = all.TakeNotes()
	}
	if s.known != nil {
		s.known.Filter(hidden)
		s.known.Filter(all) // the last, by which it is judged what is stale
		s.judged = func(file string) bool { return files.seen(file) || below(wd, file) && !exists(file) }
		if t.stale(s, all) == nil {
			all.Stale = len(s.known.Stale(s.judged))
		}
	}
	if s.since != "" {
		if changed, err := since.Ask(s.since); err != nil {
			all.Errors = append(all.Errors, finding.Error{Message: err.Error()}) // and nothing is left out
		} else {
			changed.Filter(all)
			changed.Filter(hidden)
		}
	}
	all.Hidden = len(hidden.Findings)
	return all, files
}
