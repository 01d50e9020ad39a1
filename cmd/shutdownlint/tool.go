package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/source"
)

// Exit statuses.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2 // something asked for could not be analysed, or was not understood
)

// A tool is the command that people type. Its fields are parameters for the sake of tests.
type tool struct {
	checks       []*analysis.Analyzer
	options      *analysis.Analyzer
	dependencies *analysis.Analyzer
	categories   []analyzers.Category
	stdout       io.Writer
	stderr       io.Writer
}

// main does what args say and returns the exit status.
func (t *tool) main(args []string) int {
	if len(args) > 0 {
		if command := t.command(args[0]); command != nil {
			return command(args[1:])
		}
	}
	settings, err := t.parse(args)
	if err != nil {
		return t.refuse(err)
	}
	if settings == nil {
		return exitClean // help was wanted
	}
	return t.analyze(settings)
}

// refuse says in one line why nothing was done.
func (t *tool) refuse(err error) int {
	fmt.Fprintf(t.stderr, "shutdownlint: %v\n", err)
	return exitFailed
}

func (t *tool) analyze(s *settings) int {
	start := time.Now()
	if s.dir != "" {
		if err := os.Chdir(s.dir); err != nil {
			return t.refuse(err)
		}
	}
	report, err := t.find(s)
	if err != nil {
		report = &finding.Report{Errors: []finding.Error{{Message: err.Error()}}}
	}
	wd, err := os.Getwd()
	if err != nil {
		return t.refuse(err)
	}
	report.Sort()
	report.Relative(wd)
	report.Elapsed = time.Since(start)
	if err := t.print(report, s); err != nil {
		return t.refuse(err)
	}
	return status(report, s)
}

// find loads and analyses the packages.
func (t *tool) find(s *settings) (*finding.Report, error) {
	program, err := load.List(load.Config{Patterns: s.patterns, Tags: s.tags, Tests: s.tests})
	if err != nil {
		return nil, err
	}
	dependencies := source.New(program)
	r := run.New(program, run.Config{
		Checks: s.checks,
		Given:  map[*analysis.Analyzer]any{t.dependencies: &analyzers.Sources{Source: dependencies}},
		Stacks: s.debug,
	})
	return r.Analyze(), nil
}

// status is the exit status for a report.
func status(r *finding.Report, s *settings) int {
	switch {
	case len(r.Errors) > 0:
		return exitFailed
	case r.Count(finding.LevelError) > 0, s.strict && len(r.Findings) > 0:
		return exitFindings
	}
	return exitClean
}
