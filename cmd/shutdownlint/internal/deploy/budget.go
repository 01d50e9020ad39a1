package deploy

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

const (
	graceBudget  = "grace-budget"
	graceShorter = "grace-shorter-than-request"
	stopSignal   = "stop-signal"
)

// longestWay returns the longest way out of a program that is started with the given arguments. It is not ok if nothing
// is known for certain.
func (p *Program) longestWay(args []string) (longest driver.WayOut, ok bool) {
	if p == nil || !p.Complete {
		return longest, false
	}
	for i, n := range p.Needs {
		for _, w := range n.WaysOut {
			if w.Lasts > longest.Lasts && (i == 0 || p.uses(w.Doors)) && !slices.ContainsFunc(w.Steps, func(s driver.Step) bool { return s.Flag != "" && mentions(args, s.Flag) }) {
				longest = w
			}
		}
	}
	return longest, longest.Lasts > 0
}

// uses reports whether a package of the program uses one of the functions or types.
func (p *Program) uses(names []string) bool {
	return slices.ContainsFunc(p.Needs, func(n *driver.Needs) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			_, found := slices.BinarySearch(n.Uses, name)
			return found
		})
	})
}

// mentions reports whether one of the arguments sets the flag, alone or within a line for a shell.
func mentions(args []string, flag string) bool {
	return slices.ContainsFunc(args, func(arg string) bool { return strings.Contains(arg, "-"+flag) })
}

// A grace is the time that a platform gives a program to end.
type grace struct {
	Given
	file  *text.File
	at    text.Span
	lasts time.Duration
	whose string // "Docker's default", "terminationGracePeriodSeconds less preStop" …
	fix   func(need time.Duration) *finding.Fix
	more  string // how it gets more time, in a clause
}

// compare reports a program that may take longer to end than it is given.
func (t *tree) compare(p *Program, args []string, g grace) {
	g.Grace, g.Known, g.Says = g.lasts, !g.Hook || g.PreStop > 0, g.whose
	t.give(p, g.file, g.at, g.Given)
	w, ok := p.longestWay(args)
	if !ok {
		return
	}
	if w.Lasts <= g.lasts {
		t.outlasts(p, args, w, g)
		return
	}
	m := mistake{
		file: g.file, at: g.at, category: graceBudget, program: p,
		message: fmt.Sprintf("the program may take %s to stop, but SIGKILL ends it after %s, %s: what is in flight then is cut", brief(w.Lasts), brief(g.lasts), g.whose),
		remedy:  g.more,
	}
	for i, s := range w.Steps {
		if len(m.related) == 2 {
			break
		}
		if slices.ContainsFunc(w.Steps[:i], func(before driver.Step) bool { return before.At == s.At }) {
			continue // the same function was called twice
		}
		what := fmt.Sprintf("%s for %s", brief(s.Lasts), s.What)
		if s.Flag != "" {
			what += ", the default of -" + s.Flag
		}
		m.related = append(m.related, inCode(s.At, what))
	}
	if g.fix != nil {
		m.fix = g.fix(w.Lasts)
	}
	t.report(m)
}

// outlasts reports requests that may take longer than a program waits for them on its way out w.
func (t *tree) outlasts(p *Program, args []string, w driver.WayOut, g grace) {
	i := slices.IndexFunc(w.Steps, func(s driver.Step) bool { return s.What == "requests in flight" })
	if i < 0 {
		return
	}
	drain := w.Steps[i]
	limit, ok := p.requestLimit(args)
	if !ok || limit.Lasts <= drain.Lasts || t.outlasted[p] {
		return
	}
	t.outlasted[p] = true
	t.report(mistake{
		file: g.file, at: g.at, category: graceShorter, program: p, note: true,
		message: fmt.Sprintf("a request may take %s, by %s, but the program waits %s for those in flight, whatever it is given here: longer ones are cut", brief(limit.Lasts), limit.What, brief(drain.Lasts)),
		remedy:  "give the drain a longer deadline, or requests a shorter one",
		related: []finding.Related{inCode(drain.At, brief(drain.Lasts)+" for "+drain.What), inCode(limit.At, brief(limit.Lasts)+" by "+limit.What)},
	})
}

// requestLimit returns how long a request may take: as servers say, or else the handler that takes longest.
func (p *Program) requestLimit(args []string) (found driver.RequestLimit, ok bool) {
	for i, n := range p.Needs {
		for _, l := range n.Requests {
			if i > 0 && !p.uses(l.Doors) || l.Flag != "" && mentions(args, l.Flag) {
				continue
			}
			switch {
			case !ok, l.Kind == driver.ByServer && found.Kind != driver.ByServer:
				found, ok = l, true
			case l.Kind != found.Kind:
			case l.Kind == driver.ByServer && l.Lasts < found.Lasts, l.Kind == driver.ByHandler && l.Lasts > found.Lasts:
				found = l // of several servers nobody knows which one: the strictest
			}
		}
	}
	return found, ok
}

func inCode(at token.Position, message string) finding.Related {
	return finding.Related{File: at.Filename, Line: at.Line, Column: at.Column, Message: message}
}

// brief writes a duration without zeros at its end: 1m, not 1m0s.
func brief(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// seconds rounds up, with some room for what is not in the code.
func seconds(d time.Duration) int {
	n := int((d + 5*time.Second + time.Second - 1) / time.Second)
	return (n + 4) / 5 * 5
}

// signals returns what a program asks for, if that is known for certain and not nothing.
func (p *Program) signals() (list []driver.Signal, ok bool) {
	if p == nil || !p.Complete {
		return nil, false
	}
	for _, n := range p.Needs {
		if n.AnySignal {
			return nil, false
		}
		list = append(list, n.Signals...)
	}
	return list, slices.ContainsFunc(list, func(s driver.Signal) bool { return s.Number == sigint || s.Number == sigterm })
}

// The numbers of signals are the same on all systems that containers run on.
const (
	sigint  = 2
	sigterm = 15
)

var signalNames = map[string]int{
	"HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8, "KILL": 9, "USR1": 10, "SEGV": 11, "USR2": 12,
	"PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19, "WINCH": 28, "PWR": 30,
}

// signalNumber reads a signal as Docker, Compose, Kubernetes and systemd write it.
func signalNumber(s string) (int, bool) {
	s = strings.ToUpper(strings.Trim(s, `"'`))
	var n int
	if _, err := fmt.Sscanf(s, "%d", &n); err == nil && fmt.Sprint(n) == s {
		return n, n > 0 && n < 65
	}
	n, ok := signalNames[strings.TrimPrefix(s, "SIG")]
	return n, ok
}

// stopsBy reports a signal by which a program is stopped and which it does not listen to.
func (t *tree) stopsBy(p *Program, file *text.File, at, value text.Span, signal string) {
	n, ok := signalNumber(signal)
	if !ok || n == sigterm {
		return // SIGTERM is for signal-no-sigterm to ask for
	}
	listens, ok := p.signals()
	if !ok || slices.ContainsFunc(listens, func(s driver.Signal) bool { return s.Number == n }) {
		return
	}
	name := strings.ToUpper(signal)
	if _, ok := signalNames[strings.TrimPrefix(name, "SIG")]; ok && !strings.HasPrefix(name, "SIG") {
		name = "SIG" + name
	}
	m := mistake{file: file, at: at, category: stopSignal, program: p, message: "the program does not listen to " + name + ", by which it is stopped here: it ends at once, or not before SIGKILL, and its own way out is never taken",
		remedy: "stop it by a signal that it listens to"}
	for _, s := range listens {
		if s.Number == sigterm || s.Number == sigint {
			m.related = append(m.related, inCode(s.At, "the program listens to "+signalName(s.Number)))
			if s.Number == sigterm && value.End > value.Start {
				m.fix = edit(file, value, "SIGTERM", "Stop the program by SIGTERM")
			}
		}
	}
	t.report(m)
}

func signalName(n int) string {
	if n == sigint {
		return "SIGINT"
	}
	return "SIGTERM"
}
