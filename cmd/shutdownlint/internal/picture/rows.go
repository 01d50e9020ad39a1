package picture

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// A drawing is what all pictures have in common: rows with bars over time.
type drawing struct {
	title    string // the program
	place    driver.Place
	summary  string
	remarks  []string // what is not known about the whole
	sections []section
	rest     []driver.MapFinding // those that no row is about
	end      *driver.Moment      // of the process
	scale    scale
}

// A scale says which times there are.
type scale struct {
	before float64 // seconds in front of SIGTERM
	last   float64 // seconds after it
	open   int     // so many unknown lengths come one after the other
}

// A section is rows of one actor, or of one platform.
type section struct {
	title string
	place driver.Place
	rows  []row
}

// A row is one bar, or one point.
type row struct {
	kind     string // a driver.MapKind, or "serve", "prestop", "grace"
	label    string
	note     string // how long
	from, to driver.Moment
	running  bool // it began before SIGTERM
	cut      bool // nothing ends it but the end of the process
	open     bool // or perhaps something else
	kill     bool // SIGKILL comes at its end
	late     bool
	place    driver.Place
	via      []driver.Place
	findings []driver.MapFinding
}

// draw lays m out.
func draw(m *driver.Map) *drawing {
	d := &drawing{title: m.Program, place: m.Main, summary: summary(m), remarks: remarks(m)}
	if m.Command != "" {
		d.title += ": " + m.Command
	}
	if len(m.Ends) > 0 {
		d.end = &m.Ends[0].At
		d.scale.last, d.scale.open = d.end.Seconds, d.end.Open
	}
	left := slices.Clone(m.Findings)
	take := func(at driver.Place) []driver.MapFinding {
		var taken []driver.MapFinding
		left = slices.DeleteFunc(left, func(f driver.MapFinding) bool {
			here := f.Place.File == at.File && f.Place.Line == at.Line
			if here {
				taken = append(taken, f)
			}
			return here
		})
		return taken
	}
	d.sections = append(d.sections, listens(m, take))
	for _, a := range m.Actors {
		d.sections = append(d.sections, ofActor(a, m, take))
	}
	for _, p := range m.Platforms {
		d.sections = append(d.sections, ofPlatform(p, take))
	}
	d.rest = left
	d.sections = slices.DeleteFunc(d.sections, func(s section) bool { return len(s.rows) == 0 })
	for _, s := range d.sections {
		for _, r := range s.rows {
			d.scale.before = max(d.scale.before, -r.from.Seconds)
			d.scale.last = max(d.scale.last, r.to.Seconds)
			d.scale.open = max(d.scale.open, r.to.Open)
		}
	}
	return d
}

type taker func(driver.Place) []driver.MapFinding

// listens is who asks for signals.
func listens(m *driver.Map, take taker) section {
	s := section{title: "listens"}
	for _, sig := range m.Signals {
		if n := len(s.rows); n > 0 && s.rows[n-1].place.File == sig.Place.File && s.rows[n-1].place.Line == sig.Place.Line {
			s.rows[n-1].label += ", " + sig.Name
			continue
		}
		s.rows = append(s.rows, row{kind: "signal", label: sig.Name, place: sig.Place, findings: take(sig.Place)})
	}
	return s
}

func ofActor(a driver.Actor, m *driver.Map, take taker) section {
	s := section{title: a.Kind, place: a.Place}
	switch a.Kind {
	case "hook":
		s.title = "kept for the way out"
	case "library":
		s.title = "by a library, as it is told"
	}
	for _, srv := range a.Serves {
		r := row{kind: "serve", label: "serve " + srv.Name, place: srv.Place, running: a.Begins == nil, cut: srv.Until == nil, open: srv.Unknown, findings: take(srv.Place)}
		switch {
		case srv.Until != nil:
			r.to = *srv.Until
		case len(m.Ends) > 0:
			r.to = m.Ends[0].At
		}
		switch {
		case srv.Unknown:
			r.note = "stop: ?"
		case srv.Until == nil:
			r.note = "never stopped"
		}
		s.rows = append(s.rows, r)
	}
	for _, step := range a.Steps {
		r := row{kind: string(step.Kind), label: label(step, m), note: bound(step), from: step.From, to: step.To, late: step.Late, place: step.Place, via: step.Via, findings: take(step.Place)}
		s.rows = append(s.rows, r)
	}
	return s
}

func ofPlatform(p driver.Platform, take taker) section {
	s := section{title: strings.TrimSpace(p.Kind + " " + p.Name), place: p.Place}
	if len(p.After) > 0 {
		s.title += ", after " + strings.Join(p.After, ", ")
	}
	if len(p.Before) > 0 {
		s.title += ", before " + strings.Join(p.Before, ", ")
	}
	if p.Hook {
		r := row{kind: "prestop", label: "preStop", note: "?", place: p.Place}
		if p.PreStop != nil {
			r.note, r.from = brief(*p.PreStop), driver.Moment{Seconds: -*p.PreStop}
		}
		s.rows = append(s.rows, r)
	}
	r := row{kind: "grace", label: "grace", note: "?", place: p.Place, findings: take(p.Place), to: driver.Moment{Open: 1}}
	switch {
	case p.Grace != nil:
		r.note, r.to, r.kill = brief(*p.Grace), driver.Moment{Seconds: *p.Grace}, true
	case p.Kind == "image":
		r.kind, r.label, r.note, r.to = "image", "runs it", "", driver.Moment{}
	}
	if p.Says != "" {
		r.note += ", " + p.Says
	}
	s.rows = append(s.rows, r)
	return s
}

// label says what a step is.
func label(s driver.MapStep, m *driver.Map) string {
	name := s.Name
	text := ""
	switch s.Kind {
	case driver.Delay:
		text = strings.TrimSpace("delay " + strings.TrimPrefix(name, "a delay"))
	case driver.Return, driver.Exit:
		if text = s.Name; s.Kind == driver.Return && m.Command == "" {
			text = "main returns"
		}
		for _, e := range m.Ends {
			if e.Name == s.Name && e.Place == s.Place {
				text += ", status " + status(e.Status)
				break
			}
		}
	case driver.Unready:
		text = "not ready: " + name
	case driver.Wait:
		text = "wait " + name
	case driver.Join:
		text = "wait " + strings.TrimSuffix(name, ".Wait")
	default:
		text = string(s.Kind) + " " + name
	}
	switch {
	case s.Failed:
		return "else " + text
	case s.Perhaps:
		return "perhaps " + text
	}
	return text
}

func status(n *int) string {
	if n == nil {
		return "?"
	}
	return strconv.Itoa(*n)
}

// bound says how long a step may last.
func bound(s driver.MapStep) string {
	l := s.Limit
	long := s.Kind == driver.Drain || s.Kind == driver.Delay
	switch {
	case l == nil && long, l == nil && s.Kind == driver.Join && s.From.Open < s.To.Open:
		return "?"
	case l == nil:
		return ""
	case l.Over:
		return "its context has ended"
	case l.None && long:
		return "no deadline"
	case l.None:
		return ""
	case l.Seconds > 0 && l.Flag != "":
		return fmt.Sprintf("≤%s by -%s", brief(l.Seconds), l.Flag)
	case l.Seconds > 0:
		return "≤" + brief(l.Seconds)
	case long:
		return strings.TrimSpace("? " + l.Text)
	}
	return ""
}

// brief writes a number of seconds as a duration without zeros at its end.
func brief(seconds float64) string {
	s := time.Duration(seconds * float64(time.Second)).Round(time.Millisecond).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// within writes a moment.
func within(m driver.Moment) string {
	switch {
	case m.Open == 0:
		return brief(m.Seconds)
	case m.Seconds == 0:
		return "?"
	}
	return brief(m.Seconds) + " + ?"
}

// summary says how it ends.
func summary(m *driver.Map) string {
	if len(m.Ends) == 0 {
		return "nothing is seen that ends the process: ?"
	}
	e := m.Ends[0]
	if e.Name == "SIGTERM" && e.Perhaps {
		return "nobody is seen to ask for SIGTERM: it kills the process at once, unless a library asks for it"
	}
	if e.Name == "SIGTERM" {
		return "nobody is seen to ask for SIGTERM: it kills the process at once"
	}
	text := "ends within " + within(e.At) + " of SIGTERM"
	switch {
	case e.At == driver.Moment{}:
		text = "ends at once on SIGTERM"
	case e.At.Open > 0 && e.At.Seconds == 0:
		text = "ends some time after SIGTERM: how long that takes is not known"
	case e.At.Open > 0:
		text = "ends within " + brief(e.At.Seconds) + " of SIGTERM and " + lengths(e.At.Open) + " of which nobody knows how long"
	}
	return text + ", with status " + status(e.Status)
}

func lengths(n int) string {
	if n == 1 {
		return "one more wait"
	}
	return strconv.Itoa(n) + " more waits"
}

// remarks say what is not known about m as a whole.
func remarks(m *driver.Map) []string {
	var all []string
	if m.Guessed {
		all = append(all, "? nobody is seen to wait for a signal: that for which the stop of servers waits is drawn as if it were one")
	}
	if m.AnySignal {
		all = append(all, "? it cannot be seen which other signals are asked for")
	}
	for i, u := range m.Unknown {
		if i == 4 {
			all = append(all, fmt.Sprintf("? and %d more calls", len(m.Unknown)-i))
			break
		}
		all = append(all, fmt.Sprintf("? %s (%s) may wait, nobody knows how long; it is not counted", u.Name, where(u.Place)))
	}
	if m.Others > 0 {
		all = append(all, fmt.Sprintf("? %s, of which nothing is known that concerns the way down", plural(m.Others, "more goroutine")))
	}
	return all
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// where writes a place.
func where(p driver.Place) string {
	if p.File == "" {
		return ""
	}
	return p.File + ":" + strconv.Itoa(p.Line)
}

// A rank is a level of indentation of ticks: nice numbers of seconds.
var steps = []float64{0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600}

// ticks returns at most so many seconds to mark between 0 and last.
func ticks(last float64, most int) []float64 {
	step := steps[len(steps)-1]
	for _, s := range slices.Backward(steps) {
		if last/s > float64(most) {
			break
		}
		step = s
	}
	all := []float64{0}
	for i := 1; float64(i)*step <= last+1e-9 && i <= most; i++ {
		all = append(all, float64(i)*step)
	}
	return all
}
