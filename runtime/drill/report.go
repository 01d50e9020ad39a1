package drill

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// A Report is the outcome of a drill.
type Report struct {
	Command    []string      `json:"command"`
	Signal     string        `json:"signal"`
	Direct     bool          `json:"direct"`
	Passed     bool          `json:"passed"`
	Checks     []Check       `json:"checks"`
	Marks      []Mark        `json:"marks"`
	Counts     []Count       `json:"counts"`
	Requests   []Request     `json:"requests"` // that were not answered as they should be; the first 100
	Buckets    []Bucket      `json:"buckets"`
	Status     int           `json:"status"` // 128+n if signal n ended it; -1 if it is not known
	State      string        `json:"state"`
	Took       time.Duration `json:"took_ns"` // from the signal to the exit
	Budget     time.Duration `json:"budget_ns"`
	Lag        time.Duration `json:"lag_ns"`  // by which the drill itself was late, at most
	Starved    bool          `json:"starved"` // by so much that a failure was not judged
	Children   []string      `json:"children,omitempty"`
	Goroutines string        `json:"goroutines,omitempty"`
	Output     string        `json:"output"`

	unread int // requests that count as cut, and may have met a connection as it was being closed
}

// A Check is one line of the verdict.
type Check struct {
	Name    string  `json:"name"`
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why"`
}

// A Verdict is passed, failed or not judged.
type Verdict string

const (
	Passed    Verdict = "passed"
	Failure   Verdict = "failed"
	NotJudged Verdict = "not judged"
)

// A Bucket counts the requests that ended within 50 ms.
type Bucket struct {
	At time.Duration `json:"at_ns"`
	Count
}

// bucket is the width of one bar of the timeline.
const bucket = 50 * time.Millisecond

// Failures returns the names of the checks that failed.
func (r *Report) Failures() (names []string) {
	for _, c := range r.Checks {
		if c.Verdict == Failure {
			names = append(names, c.Name)
		}
	}
	return names
}

// Total adds up the requests of all kinds and moments.
func (r *Report) Total() (total Count) {
	for _, c := range r.Counts {
		total.OK += c.OK
		total.Failed += c.Failed
		total.Cut += c.Cut
		total.Refused += c.Refused
	}
	return total
}

// WriteTable writes the verdict for a terminal.
func (r *Report) WriteTable(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "CHECK\tVERDICT\tWHY\n")
	for _, c := range r.Checks {
		fmt.Fprintf(tw, "%s\t%s\t%s\n", c.Name, c.Verdict, c.Why)
	}
	if len(r.Counts) > 0 {
		fmt.Fprintf(tw, "\nREQUESTS\tBEGUN\tOK\tFAILED\tCUT\tREFUSED\n")
	}
	for _, c := range r.Counts {
		fmt.Fprintf(tw, "%s\t%s\t%d\t%d\t%d\t%d\n", c.Kind, c.Moment, c.OK, c.Failed, c.Cut, c.Refused)
	}
	return tw.Flush()
}

// WriteJSON writes the report for programs. Durations are nanoseconds.
func (r *Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// WriteJUnit writes the report as a test suite of JUnit's, with a case for each
// check.
func (r *Report) WriteJUnit(w io.Writer) error {
	type message struct {
		Text string `xml:"message,attr"`
	}
	type testcase struct {
		Name    string   `xml:"name,attr"`
		Class   string   `xml:"classname,attr"`
		Failure *message `xml:"failure"`
		Skipped *message `xml:"skipped"`
	}
	suite := struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Time     float64    `xml:"time,attr"`
		Cases    []testcase `xml:"testcase"`
		Output   string     `xml:"system-out"`
	}{Name: "shutdowndrill", Tests: len(r.Checks), Time: r.Took.Seconds(), Output: r.Output}
	for _, c := range r.Checks {
		tc := testcase{Name: c.Name, Class: "shutdowndrill"}
		switch c.Verdict {
		case Failure:
			suite.Failures++
			tc.Failure = &message{c.Why}
		case NotJudged:
			suite.Skipped++
			tc.Skipped = &message{c.Why}
		}
		suite.Cases = append(suite.Cases, tc)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "\t")
	return enc.Encode(suite)
}

// report makes the report of a drill that is over.
func (p *program) report() *Report {
	marks, all := p.rec.finish()
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(a.At, b.At) })
	r := &Report{
		Command: p.Command, Signal: signalName(p.Signal), Direct: p.Direct, Budget: p.Budget, Marks: marks, Lag: p.lag,
		State: "unknown status", Status: -1, Goroutines: p.goroutines, Output: p.text(),
	}
	if p.state != nil {
		r.State, r.Status = p.state.String(), status(p.state)
	} else if p.overran {
		r.State = "no end"
	}
	if !signals {
		r.Signal = "end of process"
	}
	signal, _ := find(marks, Signalled) // a service that ended by itself has none, and takes no time
	exit, ended := find(marks, Exited)
	if !ended { // a process that is not the drill's own
		exit = p.rec.now()
	}
	r.Took = max(exit-signal, 0)
	for _, c := range p.left {
		r.Children = append(r.Children, c.String())
	}
	r.count(all)
	p.judge(r)
	r.excuse()
	r.Passed = len(r.Failures()) == 0 && !r.Starved
	return r
}

// count sorts the requests by kind, moment and time.
func (r *Report) count(all []Request) {
	buckets := map[time.Duration]*Count{}
	counts := map[[2]string]*Count{}
	for _, q := range all {
		q.Moment = r.moment(q.Begin)
		key, at := [2]string{q.Kind, q.Moment}, q.End.Truncate(bucket)
		if counts[key] == nil {
			counts[key] = &Count{Kind: q.Kind, Moment: q.Moment}
		}
		if buckets[at] == nil {
			buckets[at] = &Count{}
		}
		counts[key].add(q.Outcome)
		if q.Outcome == Cut && q.unread {
			r.unread++
		}
		buckets[at].add(q.Outcome)
		if q.Outcome != OK && len(r.Requests) < 100 {
			r.Requests = append(r.Requests, q)
		}
	}
	for _, c := range counts {
		r.Counts = append(r.Counts, *c)
	}
	slices.SortFunc(r.Counts, func(a, b Count) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), cmp.Compare(order(a.Moment), order(b.Moment)))
	})
	for at, c := range buckets {
		r.Buckets = append(r.Buckets, Bucket{at, *c})
	}
	slices.SortFunc(r.Buckets, func(a, b Bucket) int { return cmp.Compare(a.At, b.At) })
}

// The moments of a drill. A request has the moment at which it began.
var moments = []string{"before the signal", "after the signal", "after the listener closed"}

func order(moment string) int { return slices.Index(moments, moment) }

func (r *Report) moment(at time.Duration) string {
	if shut, ok := find(r.Marks, ListenerShut); ok && at >= shut {
		return moments[2]
	}
	if signal, ok := find(r.Marks, Signalled); ok && at >= signal {
		return moments[1]
	}
	return moments[0]
}

// signalName returns what a signal is called in a shell; Go calls it "terminated".
func signalName(s os.Signal) string {
	switch s {
	case os.Interrupt:
		return "SIGINT"
	case syscall.SIGTERM:
		return "SIGTERM"
	}
	return s.String()
}
