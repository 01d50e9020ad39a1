package drill

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A Promise is what the code of a program says about its way down, as
// "shutdownlint map -format json" writes it.
type Promise struct {
	Program string
	Lines   []Promised
	Status  *int // nil if it is not known
}

// Promised is one thing that is to happen.
type Promised struct {
	What     string        // the name of a mark, or what the code calls it
	Place    string        // file:line, or ""
	From, To time.Duration // after the signal, at the latest
	Open     bool          // it may take longer: nobody knows how long
}

// The shape of the file; see the documentation of the command shutdownlint.
type (
	moment struct {
		Seconds float64
		Open    int
	}
	place struct {
		File string
		Line int
	}
	way struct {
		Program string
		Actors  []struct {
			Serves []struct {
				Until *moment
				Place place
			}
			Steps []struct {
				Kind, Name string
				Place      place
				From, To   moment
				Failed     bool
			}
		}
		Ends []struct {
			At     moment
			Status *int
			Place  place
		}
	}
)

// ReadPromise reads a file that "shutdownlint map -format json" has written. Of
// several programs it takes the one that is called like command.
func ReadPromise(r io.Reader, command string) (*Promise, error) {
	var file struct {
		Shutdownlint string
		Version      int
		Maps         []way
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, fmt.Errorf("no map: %w", err)
	}
	if file.Shutdownlint != "map" || file.Version != 1 {
		return nil, errors.New(`no map that is understood: it is written by "shutdownlint map -format json"`)
	}
	maps := file.Maps
	if len(maps) > 1 {
		name := strings.TrimSuffix(path.Base(strings.ReplaceAll(command, `\`, "/")), ".exe")
		maps = slices.DeleteFunc(maps, func(m way) bool { return path.Base(m.Program) != name })
	}
	if len(maps) != 1 {
		var programs []string
		for _, m := range file.Maps {
			programs = append(programs, m.Program)
		}
		return nil, fmt.Errorf("which program of %s is %s? Draw that one only", strings.Join(programs, ", "), command)
	}
	return maps[0].promise(), nil
}

func (m *way) promise() *Promise {
	p := &Promise{Program: m.Program}
	var shut *Promised // when the last server listens no more: nobody knows which one is under drill
	for _, a := range m.Actors {
		for _, s := range a.Serves {
			if s.Until != nil {
				if line := promised(ListenerShut, s.Place, *s.Until, *s.Until); shut == nil || shut.before(line) {
					shut = &line
				}
			}
		}
		for _, s := range a.Steps {
			switch {
			case s.Failed:
			case s.Kind == "unready":
				p.Lines = append(p.Lines, promised(NotReady, s.Place, s.From, s.From))
			case s.Kind == "delay" || s.Kind == "drain" || s.Kind == "close" || s.Kind == "join":
				p.Lines = append(p.Lines, promised(s.Kind+" "+s.Name, s.Place, s.From, s.To))
			}
		}
	}
	if shut != nil {
		p.Lines = append(p.Lines, *shut)
	}
	slices.SortStableFunc(p.Lines, func(a, b Promised) int {
		switch {
		case a.before(b):
			return -1
		case b.before(a):
			return 1
		}
		return 0
	})
	if len(m.Ends) > 0 {
		p.Lines = append(p.Lines, promised(Exited, m.Ends[0].Place, m.Ends[0].At, m.Ends[0].At))
		p.Status = m.Ends[0].Status
	}
	return p
}

func promised(what string, at place, from, to moment) Promised {
	p := Promised{What: what, From: from.time(), To: to.time(), Open: to.Open > 0}
	if at.File != "" {
		p.Place = fmt.Sprintf("%s:%d", at.File, at.Line)
	}
	return p
}

func (p Promised) before(q Promised) bool {
	if p.Open != q.Open {
		return !p.Open
	}
	return p.From < q.From || p.From == q.From && p.To < q.To
}

func (m moment) time() time.Duration { return time.Duration(m.Seconds * float64(time.Second)) }

// Measured returns when it happened in the drill, after the signal; it is not ok if
// the drill does not measure that, or if it did not happen.
func (p Promised) Measured(r *Report) (time.Duration, bool) {
	if p.What != NotReady && p.What != ListenerShut && p.What != Exited {
		return 0, false
	}
	signal, ok := find(r.Marks, Signalled)
	at, happened := find(r.Marks, p.What)
	return max(at-signal, 0), ok && happened
}

// blink is what a thing may be late without a word about it: the drill looks only so often.
const blink = 100 * time.Millisecond

// Late reports whether it happened later in the drill than promised. What the drill
// itself was late is not counted.
func (p Promised) Late(r *Report) bool {
	at, ok := p.Measured(r)
	return ok && !p.Open && at > p.To+blink+r.Lag
}

// WriteOver writes the times of a drill over those that are promised.
func (p *Promise) WriteOver(w io.Writer, r *Report) error {
	longest := r.Took
	for _, l := range p.Lines {
		longest = max(longest, l.To)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "PROMISED BY %s\tAT THE LATEST\tMEASURED\t\t░ PROMISED █ MEASURED\n", p.Program)
	for _, l := range p.Lines {
		text, measured, note := short(l.From), "", ""
		if l.To > l.From {
			text += " to " + short(l.To)
		}
		if l.Open {
			text += " + ?"
		}
		at, ok := l.Measured(r)
		if ok {
			measured = short(at)
		}
		if l.Late(r) {
			note = "late"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", strings.TrimSpace(l.What+"  "+l.Place), text, measured, note, over(l, at, ok, longest))
	}
	if p.Status != nil {
		note := ""
		if *p.Status != r.Status {
			note = "another"
		}
		fmt.Fprintf(tw, "status\t%d\t%d\t%s\t\n", *p.Status, r.Status, note)
	}
	return tw.Flush()
}

// over draws one line: from SIGTERM at its left to the longest time at its right.
func over(l Promised, at time.Duration, measured bool, longest time.Duration) string {
	const width = 40
	if longest == 0 {
		return ""
	}
	x := func(d time.Duration) int { return min(int(d*width/longest), width-1) }
	cells := []rune(strings.Repeat(" ", width))
	for i := x(l.From); i <= x(l.To); i++ {
		cells[i] = '░'
	}
	if l.Open {
		for i := x(l.From); i < width; i++ {
			cells[i] = '░'
		}
		cells[width-1] = '?'
	}
	if measured {
		cells[x(at)] = '█'
	}
	return strings.TrimRight(string(cells), " ")
}

func short(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }
