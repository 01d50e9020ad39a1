package main

import (
	"errors"
	"fmt"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/baseline"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
)

// writeBaseline writes down what there is, if all of it is known.
func (t *tool) writeBaseline(s *settings, wd string) (int, error) {
	if err := baseline.Check(s.write); err != nil {
		return exitFailed, err
	}
	report, _ := t.find(s, wd)
	if len(report.Errors) > 0 {
		report.Relative(wd)
		if err := output.PrintErrors(t.streams(), report); err != nil {
			return exitFailed, err
		}
		return exitFailed, fmt.Errorf("%s is not written: the findings of what could not be analysed would be missing", s.write)
	}
	n, err := baseline.Write(s.write, report, t.scope(s))
	if err != nil {
		return exitFailed, err
	}
	_, err = fmt.Fprintf(t.info, "shutdownlint: wrote %s to %s\n", output.Count(n, "finding"), s.write)
	return exitClean, err
}

// scope is what the settings look for.
func (t *tool) scope(s *settings) baseline.Scope {
	return baseline.Scope{Notes: s.notes, Tests: t.suite.Tests()}
}

// stale judges what is not found any more: it says nothing where not everything was looked for.
func (t *tool) stale(s *settings, report *finding.Report) error {
	switch {
	case len(report.Errors) > 0:
		return errors.New("not all packages could be analysed")
	case len(s.checks) < len(t.suite.Checks):
		return errors.New("not all checks ran")
	case !t.scope(s).Covers(s.known.Scope):
		return errors.New("it was written with -notes or -tests, and this run is without")
	}
	return nil
}

// pruneBaseline takes out of the baseline what is not found any more, and names it.
func (t *tool) pruneBaseline(s *settings, report *finding.Report) error {
	if err := t.stale(s, report); err != nil {
		return fmt.Errorf("%s is left as it is: %w", s.baseline, err)
	}
	stale := s.known.Stale(s.judged)
	if len(stale) == 0 {
		return nil
	}
	if err := s.known.Prune(s.judged); err != nil {
		return fmt.Errorf("baseline %s: %w", s.baseline, err)
	}
	for _, line := range stale {
		fmt.Fprintf(t.info, "shutdownlint: not found any more: %s\n", line)
	}
	report.Stale = 0
	return nil
}
