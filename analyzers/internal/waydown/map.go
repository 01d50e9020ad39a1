package waydown

import (
	"cmp"
	"slices"
	"time"
)

// A Map is the way down of one program: what happens from SIGTERM to its end, and when at the latest, as far as deadlines in the
// code say so. Where that is not known, it says so.
type Map struct {
	Program   string   `json:"program"`           // the import path of the main package
	Command   string   `json:"command,omitempty"` // the function that is drawn, if a library for commands runs it, and not main
	Main      Place    `json:"main"`              // where that function is
	Signals   []Signal `json:"signals"`           // those that the program asks for
	AnySignal bool     `json:"anySignal"`         // it also asks for others, or for every one, or it cannot be seen for which
	Guessed   bool     `json:"guessed"`           // nobody is seen to wait for a signal: the first steps are drawn as if they did
	Actors    []Actor  `json:"actors"`            // main first
	Others    int      `json:"otherGoroutines"`   // so many more are started, of which nothing is known that concerns the way down
	Ends      []End    `json:"ends"`              // the first is how it ends if nothing fails
	Unknown   []Open   `json:"unknown"`           // what may make it longer

	Platforms []Platform `json:"platforms"` // what it is given
	Findings  []Finding  `json:"findings"`  // that concern it
}

// An Actor is code that runs by itself.
type Actor struct {
	Kind   string  `json:"kind"`   // "main", "goroutine", "hook": a function that is kept for the way out, or "library": what one is told to do
	Place  Place   `json:"place"`  // where it is started; of main, where that is declared
	Begins *Moment `json:"begins"` // null if it runs when the signal comes
	Ends   *Moment `json:"ends"`   // when it returns; null if that is not seen: it is cut when the process ends
	Serves []Serve `json:"serves"`
	Steps  []Step  `json:"steps"` // in the order of time
}

// A Serve is a server at work.
type Serve struct {
	Name    string  `json:"name"` // the call, as the source has it
	Place   Place   `json:"place"`
	Until   *Moment `json:"until"`   // when it accepts nothing any more; null if nothing is seen that stops it before the process ends
	Unknown bool    `json:"unknown"` // a server is stopped, and it cannot be seen which: perhaps this one
}

// A Step is something that an actor does on the way down.
type Step struct {
	Kind    Kind    `json:"kind"`
	Name    string  `json:"name"` // as the source has it
	Place   Place   `json:"place"`
	Via     []Place `json:"via"`  // the calls that lead there, outermost first
	From    Moment  `json:"from"` // at the latest, if nothing fails
	To      Moment  `json:"to"`   // as From if no time is known to pass
	Limit   *Limit  `json:"limit"`
	By      []Place `json:"by"`      // "join", "wait": who ends the wait; the signal if nobody does
	Perhaps bool    `json:"perhaps"` // there are ways around it
	Failed  bool    `json:"failed"`  // only if what comes before it has failed, or was not over in time
	Late    bool    `json:"late"`    // the process may have ended by then
	Doubt   bool    `json:"-"`       // of a drain: it may begin later than From, because nobody knows whether a call in front of it waits
}

// A Kind says what a step is.
type Kind string

// Kinds of steps.
const (
	Wait    Kind = "wait"    // where it is when the signal comes: for that, or for somebody who is told of it
	Unready Kind = "unready" // the platform is told to send nothing any more
	Delay   Kind = "delay"
	Drain   Kind = "drain" // a server finishes its requests
	Cut     Kind = "cut"   // a server is closed at once
	Close   Kind = "close" // something that requests use comes to its end
	Flush   Kind = "flush" // what is held back is written
	Tell    Kind = "tell"  // others learn that they are to stop, or that something is over
	Join    Kind = "join"  // others are waited for
	Return  Kind = "return"
	Exit    Kind = "exit"
)

// A Moment is the time after SIGTERM at which something happens at the latest.
type Moment struct {
	Seconds float64 `json:"seconds"` // that are known
	Open    int     `json:"open"`    // so many lengths of time that are not known come before it as well
}

// A Limit is how long a step may last.
type Limit struct {
	Seconds float64 `json:"seconds"` // 0 if it is not known
	Flag    string  `json:"flag"`    // the flag whose default that is, or ""
	Text    string  `json:"text"`    // what says how long, in the source, if it is not known
	None    bool    `json:"none"`    // nothing bounds it
	Over    bool    `json:"over"`    // the time is up before it begins
}

// An End is how the process ends.
type End struct {
	At      Moment `json:"at"`
	Name    string `json:"name"` // "return", the call that ends it, or "SIGTERM"
	Place   Place  `json:"place"`
	Status  *int   `json:"status"` // null if it is not known, or a signal ends it
	Perhaps bool   `json:"perhaps"`
}

// An Open is a call of which nobody knows whether it waits.
type Open struct {
	Name  string `json:"name"`
	Place Place  `json:"place"`
}

// A Signal is one that the program asks for.
type Signal struct {
	Number int    `json:"number"`
	Name   string `json:"name"`
	Place  Place  `json:"place"`
}

// A Platform is what the program is given for its way down by a file that deploys it.
type Platform struct {
	Kind    string   `json:"kind"` // "kubernetes", "compose", "systemd" …
	Name    string   `json:"name"` // of the object, service or unit
	Place   Place    `json:"place"`
	Says    string   `json:"says"`    // where the grace is from
	PreStop *float64 `json:"preStop"` // seconds before SIGTERM; null if there is no hook, or it is not known how long it takes
	Hook    bool     `json:"hook"`    // there is one
	Grace   *float64 `json:"grace"`   // seconds from SIGTERM to SIGKILL; null if it is not known
	Before  []string `json:"before"`  // what is only stopped when the program has ended
	After   []string `json:"after"`   // what has ended when the program is stopped
}

// A Finding is a mistake, by its category.
type Finding struct {
	Category string `json:"category"`
	Level    string `json:"level"`
	Message  string `json:"message"`
	Place    Place  `json:"place"`
}

// A Place is a line of a file.
type Place struct {
	File   string `json:"file"` // "" if it is not known
	Line   int    `json:"line"`
	Column int    `json:"column"` // 0 if it is not known

	pkg string // of the file, which is then named without a directory
}

// Package returns the path of the package in whose directory the file is, or "" if File says which file it is.
func (p Place) Package() string { return p.pkg }

// In returns p in a file of that name.
func (p Place) In(file string) Place { return Place{File: file, Line: p.Line, Column: p.Column} }

// Compare compares moments. What is not known is late.
func (m Moment) Compare(n Moment) int {
	return cmp.Or(cmp.Compare(m.Open, n.Open), cmp.Compare(m.Seconds, n.Seconds))
}

// Before reports whether m is earlier than n.
func (m Moment) Before(n Moment) bool { return m.Compare(n) < 0 }

// After returns the moment d after m.
func (m Moment) After(d time.Duration) Moment { return Moment{m.Seconds + d.Seconds(), m.Open} }

func (m Moment) opened() Moment { return Moment{m.Seconds, m.Open + 1} }

// later returns the later of both.
func later(m, n Moment) Moment {
	return Moment{max(m.Seconds, n.Seconds), max(m.Open, n.Open)}
}

func earlier(m, n Moment) Moment {
	if n.Before(m) {
		return n
	}
	return m
}

// Places calls visit for each place in m, which may change it.
func (m *Map) Places(visit func(*Place)) {
	visit(&m.Main)
	for i := range m.Signals {
		visit(&m.Signals[i].Place)
	}
	for i := range m.Actors {
		a := &m.Actors[i]
		visit(&a.Place)
		for j := range a.Serves {
			visit(&a.Serves[j].Place)
		}
		for j := range a.Steps {
			s := &a.Steps[j]
			visit(&s.Place)
			for k := range s.Via {
				visit(&s.Via[k])
			}
			for k := range s.By {
				visit(&s.By[k])
			}
		}
	}
	for i := range m.Ends {
		visit(&m.Ends[i].Place)
	}
	for i := range m.Unknown {
		visit(&m.Unknown[i].Place)
	}
	for i := range m.Platforms {
		visit(&m.Platforms[i].Place)
	}
	for i := range m.Findings {
		visit(&m.Findings[i].Place)
	}
}

// Clone returns a copy of m whose places may be changed.
func (m *Map) Clone() *Map {
	c := *m
	c.Signals, c.Ends, c.Unknown = slices.Clone(m.Signals), slices.Clone(m.Ends), slices.Clone(m.Unknown)
	c.Platforms, c.Findings = slices.Clone(m.Platforms), slices.Clone(m.Findings)
	c.Actors = slices.Clone(m.Actors)
	for i := range c.Actors {
		a := &c.Actors[i]
		a.Serves, a.Steps = slices.Clone(a.Serves), slices.Clone(a.Steps)
		for j := range a.Steps {
			a.Steps[j].Via, a.Steps[j].By = slices.Clone(a.Steps[j].Via), slices.Clone(a.Steps[j].By)
		}
	}
	return &c
}

// Idle reports whether nothing is known to happen.
func (m *Map) Idle() bool {
	return !slices.ContainsFunc(m.Actors, func(a Actor) bool {
		return len(a.Serves) > 0 || slices.ContainsFunc(a.Steps, func(s Step) bool { return s.Kind != Return && s.Kind != Exit })
	})
}

// Drains reports whether some server is seen to be drained.
func (m *Map) Drains() bool {
	return slices.ContainsFunc(m.Actors, func(a Actor) bool {
		return slices.ContainsFunc(a.Steps, func(s Step) bool { return s.Kind == Drain })
	})
}

// Settle ends the process at once if nobody is seen to ask for SIGTERM, or to wait for somebody who does.
func (m *Map) Settle() {
	if m.Guessed || m.AnySignal || slices.ContainsFunc(m.Signals, func(s Signal) bool { return s.Number == sigterm }) {
		return
	}
	m.Unknown = []Open{}
	m.Ends = []End{{Name: "SIGTERM", Perhaps: len(m.Signals) == 0}} // or a library asks for it
	for i := range m.Actors {
		a := &m.Actors[i]
		a.Ends, a.Steps = nil, []Step{}
		for j := range a.Serves {
			a.Serves[j].Until = nil
		}
	}
	m.Actors = slices.DeleteFunc(m.Actors, func(a Actor) bool { return a.Kind != "main" && len(a.Serves) == 0 })
}

const sigterm = 15
