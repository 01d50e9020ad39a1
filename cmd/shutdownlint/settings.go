package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/baseline"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
)

// Settings are what the command line says.
type settings struct {
	dir      string
	fix      bool
	diff     bool
	format   output.Format[output.Print]
	tests    bool
	notes    bool   // report them
	baseline string // file of findings that do not count
	write    string // file to write them to
	tags     string
	debug    bool
	named    []string // manifests, or "-"
	told     bool     // what was not looked at
	quiet    bool
	file     string // the configuration file, in place of the one that is found
	since    string // a revision
	prune    bool   // take out of the baseline what is not found any more
	workers  int
	cache    string // directory, "" for that of the user, or cache.Off
	patterns []string

	chosen map[string]*choice // by check
	given  map[string]string  // the options of all checks that the command line sets

	drawing *drawing // nil if nothing is to be drawn

	manifests *deploy.Manifests // what named names; nil for nothing
	store     *cache.Store      // nil if there is none

	checks []*analysis.Analyzer
	config *config.File // nil if there is none
	known  *baseline.Baseline
	judged func(file string) bool // whether what is wrong in a file was looked for
}

// parse reads the command line.
func (t *tool) parse(args []string) (*settings, error) {
	s := new(settings)
	fs, chosen := t.flags(s)
	if err := fs.Parse(args); err != nil {
		return nil, fmt.Errorf("%v (see \"shutdownlint help\")", err)
	}
	var err error
	if s.format, err = output.Reports.Find(fs.Lookup("format").Value.String()); err != nil {
		return nil, err
	}
	s.chosen = chosen
	if err := s.ask(fs.Args()); err != nil {
		return nil, err
	}
	if s.workers < 0 {
		return nil, fmt.Errorf("-p: want a number of packages, not %d", s.workers)
	}
	if s.write != "" && (s.baseline != "" || s.fix || s.diff) {
		return nil, errors.New("-write-baseline does not go with -baseline, -fix or -diff")
	}
	if s.since != "" && (s.write != "" || s.prune) {
		return nil, errors.New("-since does not go with -write-baseline or -prune-baseline")
	}
	if s.prune && (s.fix || s.diff) {
		return nil, errors.New("-prune-baseline does not go with -fix or -diff")
	}
	if s.prune && s.baseline == "" {
		return nil, errors.New("-prune-baseline goes with -baseline, which says what to take it out of")
	}
	s.given = make(map[string]string)
	options := t.suite.Flags()
	fs.Visit(func(f *flag.Flag) {
		if options.Lookup(f.Name) != nil {
			s.given[f.Name] = f.Value.String()
		}
	})
	return s, nil
}

// ask takes what stands behind the flags for the packages to look at: all, if there is nothing.
func (s *settings) ask(patterns []string) error {
	for _, arg := range patterns {
		if strings.HasPrefix(arg, "-") {
			return fmt.Errorf("flag %s must stand before the packages", arg)
		}
	}
	if s.patterns = patterns; len(patterns) == 0 {
		s.patterns = []string{"./..."}
	}
	return nil
}

// settle puts the configuration file and then the command line, which wins, in force.
func (t *tool) settle(s *settings, f *config.File) (err error) {
	if t.suite, err = t.open(f); err != nil {
		return err
	}
	t.suite.ResolvesNames()
	s.config = f
	options := t.suite.Flags()
	for name, value := range s.given {
		if err := options.Set(name, value); err != nil {
			return fmt.Errorf("-%s: %v", name, err)
		}
	}
	s.notes = t.suite.FindNotes()
	s.checks, s.tests = selected(t.suite.Checks, s.chosen), t.suite.Tests()
	if s.drawing != nil {
		s.tests = false
	}
	if s.drawing != nil || s.enabled(deploy.Check) {
		s.checks = append(s.checks, t.suite.Maps)
	}
	return t.knowsDisabled(s.given["disable"])
}

// knowsDisabled complains about categories of -disable that do not exist.
func (t *tool) knowsDisabled(list string) error {
	for id := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' }) {
		if !slices.ContainsFunc(t.categories, func(c analyzers.Category) bool { return c.ID == id }) {
			return fmt.Errorf("-disable: no category %q%s", id, t.similar(id))
		}
	}
	return nil
}

// flags declares every flag of the standalone door. Those that say which checks to run are returned apart.
func (t *tool) flags(s *settings) (*flag.FlagSet, map[string]*choice) {
	fs := flag.NewFlagSet("shutdownlint", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are told in one line
	fs.Usage = func() {}
	fs.StringVar(&s.dir, "C", "", "change to `dir` first")
	fs.BoolVar(&s.fix, "fix", false, "apply the first fix of each finding")
	fs.BoolVar(&s.diff, "diff", false, "print what -fix would change")
	fs.String("format", output.Reports[0].Name, "print findings as `"+strings.Join(output.Reports.Names(), "|")+"`")
	fs.StringVar(&s.baseline, "baseline", "", "leave out the findings that `file` has; see -write-baseline")
	fs.StringVar(&s.write, "write-baseline", "", "write the findings to `file` in place of printing them")
	fs.BoolVar(&s.prune, "prune-baseline", false, "take out of the file of -baseline what is not found any more")
	fs.StringVar(&s.since, "since", "", "leave out findings on lines that have not changed since git `revision`")
	fs.StringVar(&s.file, "config", "", "read this `file` in place of the nearest "+config.Name)
	fs.BoolVar(&s.quiet, "q", false, "print nothing on stderr but errors")
	fs.StringVar(&s.tags, "tags", "", "comma-separated `list` of build tags")
	s.manifestsFlag(fs)
	fs.IntVar(&s.workers, "p", 0, "analyse `n` packages at a time, which bounds the memory; 0 means one for each processor, and 8 at most")
	fs.StringVar(&s.cache, "cache", "", "keep what comes of packages in `dir` and not in the user's cache directory, or nowhere if it is off")
	fs.BoolVar(&s.debug, "debug", false, "tell on stderr where the time went")
	t.suite.Flags().VisitAll(func(f *flag.Flag) { fs.Var(f.Value, f.Name, f.Usage) })
	enabled := make(map[string]*choice)
	for _, check := range t.suite.Checks {
		enabled[check.Name] = new(choice)
		fs.Var(enabled[check.Name], check.Name, "run "+check.Name)
		check.Flags.VisitAll(func(f *flag.Flag) { fs.Var(f.Value, check.Name+"."+f.Name, f.Usage) })
	}
	return fs, enabled
}

// manifestsFlag declares the flag by which manifests are named.
func (s *settings) manifestsFlag(fs *flag.FlagSet) {
	fs.Func("manifests", "read the rendered manifests of Kubernetes in `path`, a file, a directory or \"-\" for standard input,\nin the place of those in the tree; may be repeated", func(path string) error {
		s.named = append(s.named, path)
		return nil
	})
}

// selected returns the checks to run: those that are switched on if there are any, otherwise all that are not switched
// off. This is what go vet does with its flags.
func selected(checks []*analysis.Analyzer, enabled map[string]*choice) []*analysis.Analyzer {
	var on, notOff []*analysis.Analyzer
	for _, check := range checks {
		switch *enabled[check.Name] {
		case yes:
			on = append(on, check)
			notOff = append(notOff, check)
		case unsaid:
			notOff = append(notOff, check)
		}
	}
	if len(on) > 0 {
		return on
	}
	return notOff
}

// A choice is a boolean flag that knows whether it was given.
type choice int

const (
	unsaid choice = iota
	yes
	no
)

func (c *choice) IsBoolFlag() bool { return true }

func (c *choice) String() string { return strconv.FormatBool(c == nil || *c != no) }

func (c *choice) Set(s string) error {
	on, err := strconv.ParseBool(s)
	if err != nil {
		return errors.New("want true or false")
	}
	*c = no
	if on {
		*c = yes
	}
	return nil
}
