package drill

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed report.html
var page string

var report = template.Must(template.New("report").Parse(page))

// WriteHTML writes a page for people: the verdict, and a timeline of the drill.
// It needs nothing but itself.
func (r *Report) WriteHTML(w io.Writer) error {
	return report.Execute(w, struct {
		*Report
		Title, Seconds string
		Chart          chart
		Shown          []row
	}{r, strings.Join(r.Command, " "), seconds(r.Took), r.chart(), r.rows()})
}

// A row is a request in the list of those that went wrong.
type row struct {
	Request
	At, Took string
}

func (r *Report) rows() (rows []row) {
	for _, q := range r.Requests[:min(len(r.Requests), 50)] {
		rows = append(rows, row{q, seconds(q.Begin), seconds(q.End - q.Begin)})
	}
	return rows
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

// chart is the timeline, in the units of its SVG.
type chart struct {
	Width, Height, Left, Top, Base int
	Bars                           []bar
	Spans                          []span
	Marks                          []line
	Ticks                          []tick
	Grid                           []tick
	Delay, Drain                   *area
}

type bar struct {
	X, Y, Width, Height float64
	Outcome             Outcome
	Title               string
}

// A span is a request that went wrong, from its beginning to where that happened.
type span struct {
	X, End  float64
	Y       int
	Outcome Outcome
	Title   string
}

type line struct {
	X      float64
	Y      int // of the label: labels of marks close to each other are at different heights
	Anchor string
	Name   string
	At     string
}

type tick struct {
	Pos   float64
	Label string
}

type area struct{ X, Width float64 }

// chart lays the timeline out: a bar for each 50 ms, with what went wrong on top
// of what went well, so that it is seen.
func (r *Report) chart() chart {
	c := chart{Width: 1080, Height: 400, Left: 46, Top: 96, Base: 350}
	end, highest := bucket, 1
	for _, m := range r.Marks {
		end = max(end, m.At)
	}
	for _, b := range r.Buckets {
		end = max(end, b.At+bucket)
		highest = max(highest, b.OK+b.Failed+b.Cut+b.Refused)
	}
	end += end/50 + bucket
	scale := float64(c.Width-c.Left-24) / float64(end)
	x := func(at time.Duration) float64 { return float64(c.Left) + float64(at)*scale }
	unit := float64(c.Base-c.Top) / float64(highest)
	for _, b := range r.Buckets {
		y := float64(c.Base)
		for _, part := range []struct {
			o Outcome
			n int
		}{{OK, b.OK}, {Refused, b.Refused}, {Failed, b.Failed}, {Cut, b.Cut}} {
			if part.n == 0 {
				continue
			}
			height := float64(part.n) * unit
			y -= height
			title := fmt.Sprintf("%s: %d %s", seconds(b.At), part.n, part.o)
			c.Bars = append(c.Bars, bar{x(b.At), y, max(float64(bucket)*scale-0.6, 0.8), height, part.o, title})
		}
	}
	c.marks(r.Marks, x)
	c.spans(r.Requests, x)
	if from, ok := find(r.Marks, Signalled); ok {
		exit := from + r.Took
		shut, ok := find(r.Marks, ListenerShut)
		if !ok || shut > exit { // the last probe saw it when there was nobody any more
			shut = exit
		}
		c.Delay = &area{x(from), x(shut) - x(from)}
		c.Drain = &area{x(shut), x(exit) - x(shut)}
	}
	for at, step := time.Duration(0), round(end/10); at < end; at += step {
		c.Ticks = append(c.Ticks, tick{x(at), fmt.Sprintf("%g s", at.Seconds())})
	}
	for n, step := 0, max((highest+3)/4, 1); n <= highest; n += step {
		c.Grid = append(c.Grid, tick{float64(c.Base) - float64(n)*unit, fmt.Sprint(n)})
	}
	return c
}

// spans places the requests that went wrong below the axis, so that none lies on
// another, as long as there is room.
func (c *chart) spans(requests []Request, x func(time.Duration) float64) {
	const below, apart = 44, 10 // the axis, and each other
	var free [20]float64
	rows := 0
	for _, q := range requests {
		s := span{X: x(q.Begin), End: x(q.End), Outcome: q.Outcome}
		s.Title = fmt.Sprintf("%s, begun %s, %s at %s: %s", q.Kind, seconds(q.Begin), q.Outcome, seconds(q.End), q.Why)
		i := 0
		for i < len(free)-1 && free[i] > s.X {
			i++
		}
		free[i] = s.End + apart
		rows = max(rows, i+1)
		s.Y = c.Base + below + apart*i
		c.Spans = append(c.Spans, s)
	}
	if rows > 0 {
		c.Height = c.Base + below + apart*rows
	}
}

// marks places the labels so that none lies on another.
func (c *chart) marks(marks []Mark, x func(time.Duration) float64) {
	const width = 110 // of a label
	var free [4]float64
	for _, m := range marks {
		l := line{X: x(m.At), Anchor: "start", Name: m.Name, At: seconds(m.At)}
		left := l.X
		if left > float64(c.Width-width) {
			l.Anchor, left = "end", left-width
		}
		for i := range free {
			if free[i] <= left || i == len(free)-1 {
				free[i], l.Y = left+width, 24+18*i
				break
			}
		}
		c.Marks = append(c.Marks, l)
	}
}

// round returns a step of 1, 2 or 5 times a power of ten that is not below d.
func round(d time.Duration) time.Duration {
	for step := 10 * time.Millisecond; ; step *= 10 {
		for _, n := range []time.Duration{1, 2, 5} {
			if n*step >= d {
				return n * step
			}
		}
	}
}
