package picture

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("map").Parse(pageText))

// printHTML prints one page that needs nothing else. What bars say is also said in words.
func printHTML(w io.Writer, r *Report) error {
	var all []htmlMap
	for i, m := range r.Maps {
		all = append(all, htmlOf(draw(m), r.Link, i))
	}
	return page.Execute(w, all)
}

type htmlMap struct {
	ID, Title, Summary string
	Place              htmlPlace
	Remarks            []string
	Zero               template.CSS
	End                template.CSS // "" if no end is known
	Ticks              []htmlTick
	Sections           []htmlSection
	Rest               []htmlFinding
}

type htmlTick struct {
	At   template.CSS
	Text string
}

type htmlSection struct {
	Title string
	Place htmlPlace
	Rows  []htmlRow
}

type htmlRow struct {
	Kind, Label, Note, When string
	Left, Width             template.CSS
	Point, Open, Late       bool
	Kill                    template.CSS // where SIGKILL comes, or ""
	Bar                     bool
	Place                   htmlPlace
	Via                     []htmlPlace
	Findings                []htmlFinding
}

type htmlPlace struct{ Text, Link string }

type htmlFinding struct {
	Category, Level, Message string
	Place                    htmlPlace
}

// htmlOf lays d out in percent of the width of the chart.
func htmlOf(d *drawing, link string, n int) htmlMap {
	place := func(p driver.Place) htmlPlace { return htmlPlace{where(p), linkTo(link, p)} }
	findings := func(all []driver.MapFinding) (found []htmlFinding) {
		for _, f := range all {
			found = append(found, htmlFinding{f.Category, f.Level, f.Message, place(f.Place)})
		}
		return found
	}
	p := newPage(d.scale)
	m := htmlMap{ID: "map" + strconv.Itoa(n+1), Title: d.title, Summary: d.summary, Place: place(d.place), Remarks: d.remarks, Zero: percent(p.x(driver.Moment{})), Rest: findings(d.rest)}
	if d.end != nil {
		m.End = percent(p.x(*d.end))
	}
	for _, s := range ticks(d.scale.last, 6) {
		m.Ticks = append(m.Ticks, htmlTick{percent(p.x(driver.Moment{Seconds: s})), brief(s)})
	}
	if d.scale.open > 0 {
		m.Ticks = append(m.Ticks, htmlTick{percent(97), "?"})
	}
	for _, s := range d.sections {
		section := htmlSection{Title: s.title, Place: place(s.place)}
		for _, r := range s.rows {
			row := htmlRow{Kind: r.kind, Label: r.label, Note: r.note, Late: r.late, Place: place(r.place), Findings: findings(r.findings), When: when(r)}
			for _, v := range r.via {
				row.Via = append(row.Via, place(v))
			}
			_, row.Bar = marks[r.kind]
			from, to := p.x(r.from), p.x(r.to)
			if r.running {
				from = 0
			}
			if r.cut && d.end == nil {
				to = 100
			}
			row.Left, row.Width = percent(from), percent(to-from)
			row.Point = from == to
			row.Open = r.to.Open > r.from.Open && !r.running || r.open || r.cut && d.end == nil
			if r.kill {
				row.Kill = percent(to)
			}
			section.Rows = append(section.Rows, row)
		}
		m.Sections = append(m.Sections, section)
	}
	return m
}

// when says in words when a row happens.
func when(r row) string {
	switch {
	case r.kind == "signal" || r.kind == "image":
		return ""
	case r.kind == "prestop":
		return "before SIGTERM"
	case r.kind == "grace" && r.kill:
		return "SIGKILL at " + within(r.to)
	case r.kind == "grace":
		return "?"
	case r.cut && r.open:
		return "until ?"
	case r.cut:
		return "until it is cut"
	case r.running:
		return "until " + within(r.to)
	case r.from == r.to:
		return within(r.from)
	}
	return within(r.from) + " to " + within(r.to)
}

// A pageScale lays time out in percent.
type pageScale struct {
	scale
	zero, known float64
}

func newPage(s scale) *pageScale {
	p := &pageScale{scale: s, zero: 5, known: 98}
	if s.open > 0 {
		p.known = 75
		if s.last == 0 {
			p.known = 5
		}
	}
	if s.before > 0 {
		p.zero = max(5, p.known*s.before/(s.before+s.last))
	}
	return p
}

func (p *pageScale) x(m driver.Moment) float64 {
	switch {
	case m.Open > 0:
		return p.known + (97-p.known)*float64(m.Open)/float64(p.open)
	case m.Seconds < 0:
		return max(0, p.zero+p.zero*m.Seconds/p.before)
	case p.last == 0:
		return p.zero
	}
	return p.zero + (p.known-p.zero)*m.Seconds/p.last
}

func percent(x float64) template.CSS {
	return template.CSS(strconv.FormatFloat(x, 'f', 2, 64) + "%")
}

// linkTo returns what a place links to.
func linkTo(link string, p driver.Place) string {
	if p.File == "" {
		return ""
	}
	var steps []string
	for step := range strings.SplitSeq(p.File, "/") {
		steps = append(steps, url.PathEscape(step))
	}
	return strings.NewReplacer("{file}", strings.Join(steps, "/"), "{line}", fmt.Sprint(p.Line)).Replace(link)
}
