package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/output"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/picture"
)

const mapUsage = `Shutdownlint map draws what programs do from SIGTERM to their end.

Usage:

	shutdownlint map [flags] [packages]    draw the programs among the packages, by default ./...

Each main package is one picture: who listens, what is drained, waited for and closed, in which order, and how long it may take at
most, with what the deployment files give it on the same scale, and the findings where they happen. Times are those of deadlines in
the code; "?" stands where a length, or whether something happens, is not known. What has no deadline and is not known to wait,
such as closing a database, is drawn as a point. Only paths on which nothing fails are followed.

The exit status is 0 if everything was drawn, whatever was found, and 2 if something could not be analysed, if there is no program,
or if one is too large.

Flags:

`

// A drawing collects what pictures are made of.
type drawing struct {
	drawn []*drawn
	lost  []finding.Error
}

// drawn is a picture and what it is of.
type drawn struct {
	*driver.Map
	path  string          // of the main package
	dirs  map[string]bool // of the packages of its module that the program is made of
	about []deploy.About  // of findings in files that deploy it
}

// mapFlags declares the flags of the command map.
func mapFlags(s *settings) (fs *flag.FlagSet, format, link *string) {
	fs = flag.NewFlagSet("shutdownlint map", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are told in one line
	fs.StringVar(&s.dir, "C", "", "change to `dir` first")
	format = fs.String("format", picture.Formats[0].Name, "draw as `"+strings.Join(picture.Formats.Names(), "|")+"`")
	link = fs.String("link", picture.Link, "what lines of the HTML page link to: a `URL` with {file} and {line} in it")
	fs.StringVar(&s.tags, "tags", "", "comma-separated `list` of build tags")
	s.manifestsFlag(fs)
	return fs, format, link
}

func (t *tool) helpMap() (int, error) {
	var b strings.Builder
	b.WriteString(mapUsage)
	fs, _, _ := mapFlags(new(settings))
	fs.SetOutput(&b)
	fs.PrintDefaults()
	_, err := io.WriteString(t.stdout, b.String())
	return exitClean, err
}

// drawMaps is the command map.
func (t *tool) drawMaps(args []string) (int, error) {
	s := &settings{given: map[string]string{"notes": "true"}, drawing: new(drawing)}
	_, s.chosen = t.flags(new(settings))
	fs, name, link := mapFlags(s)
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return t.helpMap()
	case err != nil:
		return exitFailed, fmt.Errorf("%v (see \"shutdownlint help map\")", err)
	}
	format, err := picture.Formats.Find(*name)
	if err != nil {
		return exitFailed, err
	}
	if err := s.ask(fs.Args()); err != nil {
		return exitFailed, err
	}
	wd, err := t.enter(s)
	if err != nil {
		return exitFailed, err
	}
	if err := s.openManifests(wd, os.Stdin); err != nil {
		return exitFailed, err
	}
	report, _ := t.find(s, wd)
	report.Relative(wd)
	report.Errors = append(report.Errors, s.drawing.lost...)
	streams := t.streams()
	maps := s.drawing.finish(report, wd)
	if len(maps) == 0 && len(report.Errors) == 0 {
		return exitFailed, fmt.Errorf("no program: there is no main package among %s", strings.Join(s.patterns, " "))
	}
	if err := output.PrintErrors(streams, report); err != nil {
		return exitFailed, err
	}
	if err := format.Print(t.stdout, &picture.Report{Maps: maps, Color: streams.ColorOut, Link: *link}); err != nil {
		return exitFailed, err
	}
	if len(report.Errors) > 0 {
		return exitFailed, nil
	}
	return exitClean, nil
}

// collect takes the pictures of the programs in p.
func (d *drawing) collect(p *load.Program, found *needs) {
	programs := found.programs(p)
	for _, u := range p.Units {
		maps := found.maps[u]
		if u.Name != "main" || maps == nil || maps.Main == nil {
			continue
		}
		if maps.TooLarge {
			d.lost = append(d.lost, finding.Error{Package: u.ImportPath, Message: "the program is too large to be drawn"})
			continue
		}
		below, complete := p.Below(u)
		dirs := make(map[string]bool)
		all := []*driver.Map{maps.Main}
		asked := []driver.MapSignal{}
		anySignal := !complete
		for _, b := range below {
			dirs[b.Dir] = true
			if m := found.maps[b]; m != nil {
				all = append(all, m.Commands...)
			}
			if n := found.of[b]; n != nil {
				anySignal = anySignal || n.AnySignal
				asked = append(asked, signals(n)...)
			}
		}
		for i, m := range all {
			if i > 0 {
				m = m.Clone() // several programs may run it
			}
			m.Program, m.Signals, m.AnySignal = u.Path(), asked, anySignal
			if k := slices.IndexFunc(programs, func(p deploy.Program) bool { return p.Path == u.Path() }); i == 0 && k >= 0 && !m.Drains() {
				if way, ok := programs[k].WayOut(); ok {
					byLibrary(m, way)
				}
			}
			m.Places(func(at *driver.Place) {
				if pkg := p.Package(at.Package()); pkg != nil {
					*at = at.In(filepath.Join(pkg.Dir, at.File))
				}
			})
			d.drawn = append(d.drawn, &drawn{m, u.Path(), dirs, nil})
		}
	}
}

// librarySteps are the steps of the way out of a library, which takes care of it by itself, in their order.
var librarySteps = []struct {
	what string
	kind driver.MapKind
}{{"a delay", driver.Delay}, {"requests in flight", driver.Drain}, {"workers and closers", driver.Close}}

// byLibrary adds to m, in whose code nothing is drained, what a library is told to do.
func byLibrary(m *driver.Map, way driver.WayOut) {
	a := driver.Actor{Kind: "library", Serves: []driver.Serve{}, Steps: []driver.MapStep{}}
	var now driver.Moment
	for _, known := range librarySteps {
		for _, s := range way.Steps {
			if s.What != known.what {
				continue
			}
			at := driver.Place{File: s.At.Filename, Line: s.At.Line, Column: s.At.Column}
			step := driver.MapStep{Kind: known.kind, Name: s.What, Place: at, Via: []driver.Place{}, By: []driver.Place{}, From: now, To: now.After(s.Lasts)}
			step.Limit = &driver.Limit{Seconds: s.Lasts.Seconds(), Flag: s.Flag}
			a.Place, now = at, step.To
			a.Steps = append(a.Steps, step)
		}
	}
	if len(a.Steps) == 0 {
		return
	}
	m.Actors = append(m.Actors, a)
	if len(m.Ends) == 0 {
		m.Ends = append(m.Ends, driver.End{At: driver.Moment{Seconds: way.Lasts.Seconds()}, Name: "return", Place: m.Main, Perhaps: true})
	}
}

// signals returns the signals of n by which processes are stopped.
func signals(n *driver.Needs) []driver.MapSignal {
	var all []driver.MapSignal
	for _, s := range n.Signals {
		name, ok := map[int]string{1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 15: "SIGTERM"}[s.Number]
		if ok {
			all = append(all, driver.MapSignal{Number: s.Number, Name: name, Place: driver.Place{File: s.At.Filename, Line: s.At.Line, Column: s.At.Column}})
		}
	}
	return all
}

// give adds what deployment files say.
func (d *drawing) give(result *deploy.Result) {
	for _, g := range result.Given {
		for _, m := range d.drawn {
			if m.path != g.Program.Path {
				continue
			}
			p := driver.Platform{Kind: g.Kind, Name: g.Name, Says: g.Says, Hook: g.Hook, Before: append([]string{}, g.Before...), After: append([]string{}, g.After...), Place: driver.Place{File: g.File, Line: g.Line, Column: g.Column}}
			if g.PreStop > 0 {
				p.PreStop = new(g.PreStop.Seconds())
			}
			if g.Known {
				p.Grace = new(g.Grace.Seconds())
			}
			m.Platforms = append(m.Platforms, p)
		}
	}
	for _, a := range result.About {
		for _, m := range d.drawn {
			if m.path == a.Program.Path {
				m.about = append(m.about, a)
			}
		}
	}
}

// wayDown are the checks whose findings belong into the picture.
var wayDown = []string{"basectx", "closeorder", "deadctx", "deploy", "falsefatal", "halfstop", "lostsignal", "nodeadline", "noshutdown", "skipdefer", "unawaited", "unflushed"}

// finish returns the pictures with what was found, whose places are relative to wd.
func (d *drawing) finish(report *finding.Report, wd string) []*driver.Map {
	var all []*driver.Map
	for _, m := range d.drawn {
		if m.Command == "" && m.Idle() && slices.ContainsFunc(d.drawn, func(o *drawn) bool { return o.path == m.path && o.Command != "" && !o.Idle() }) {
			continue // the commands say more
		}
		if m.Command != "" && m.Idle() {
			continue
		}
		m.Settle()
		for _, f := range report.Findings {
			file := f.File
			if !filepath.IsAbs(file) {
				file = filepath.Join(wd, filepath.FromSlash(file))
			}
			if slices.Contains(wayDown, f.Check) && m.dirs[filepath.Dir(file)] && strings.HasSuffix(file, ".go") || m.concerns(f, file) {
				m.Findings = append(m.Findings, driver.MapFinding{Category: f.Category, Level: f.Level, Message: f.Message, Place: driver.Place{File: file, Line: f.Line, Column: f.Column}})
			}
		}
		m.Places(func(at *driver.Place) {
			if rel, err := filepath.Rel(wd, at.File); err == nil && at.File != "" && filepath.IsAbs(at.File) && !strings.HasPrefix(rel, "..") {
				at.File = filepath.ToSlash(rel)
			}
		})
		all = append(all, m.Map)
	}
	slices.SortStableFunc(all, func(x, y *driver.Map) int {
		return cmp.Or(cmp.Compare(x.Program, y.Program), cmp.Compare(x.Command, y.Command))
	})
	return all
}

// concerns reports whether f, a finding in a deployment file, is about the program.
func (m *drawn) concerns(f finding.Finding, file string) bool {
	return slices.ContainsFunc(m.about, func(a deploy.About) bool {
		return a.Category == f.Category && a.File == file && a.Line == f.Line && a.Column == f.Column
	})
}
