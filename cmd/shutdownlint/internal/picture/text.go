package picture

import (
	"io"
	"strings"
	"unicode"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// The columns of the text: together no more than 100.
const (
	labelWidth = 42
	chartWidth = 32
	placeWidth = 24
	lineWidth  = labelWidth + 1 + chartWidth + 1 + placeWidth
)

// printText prints pictures for a terminal.
func printText(w io.Writer, r *Report) error {
	t := &textPen{color: r.Color}
	for _, m := range r.Maps {
		t.drawing(draw(m))
	}
	if len(r.Maps) > 0 {
		t.line(dim, "━ serves  █ drains  ▒ pauses  ─ waits  ● no deadline: takes no time here  ░ grace up to SIGKILL (X)")
		t.paragraph(dim, 0, "? is not known · else: only if the step before it fails, or is not over in time · perhaps: not on every way")
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// A style is an escape sequence that begins some way of printing.
type style string

const (
	plain  style = ""
	bold   style = "\x1b[1m"
	dim    style = "\x1b[2m"
	red    style = "\x1b[31m"
	green  style = "\x1b[32m"
	yellow style = "\x1b[33m"
	cyan   style = "\x1b[36m"
)

// styles are those of the kinds of rows.
var styles = map[string]style{"serve": green, "drain": yellow, "delay": cyan, "join": dim, "cut": red, "exit": bold, "return": bold, "grace": dim, "prestop": cyan}

// marks are the cells of bars and points, by kind.
var marks = map[string]struct{ bar, point rune }{
	"serve": {'━', '━'}, "drain": {'█', '█'}, "delay": {'▒', '▒'}, "join": {'─', '○'}, "wait": {'▼', '▼'}, "unready": {'◇', '◇'},
	"cut": {'×', '×'}, "close": {'▓', '●'}, "flush": {'▓', '●'}, "tell": {'○', '○'}, "exit": {'■', '■'}, "return": {'■', '■'},
	"grace": {'░', '░'}, "prestop": {'▒', '▒'},
}

type textPen struct {
	strings.Builder
	color bool
}

func (t *textPen) write(s style, text string) {
	if !t.color || s == plain || text == "" {
		t.WriteString(text)
		return
	}
	t.WriteString(string(s) + text + "\x1b[0m")
}

// line writes one line, without blanks at its end, and no longer than lines may be.
func (t *textPen) line(s style, text string) {
	t.write(s, strings.TrimRight(fit(text, lineWidth), " "))
	t.WriteString("\n")
}

// paragraph writes text in lines that begin with a blank indent.
func (t *textPen) paragraph(s style, indent int, text string) {
	line := ""
	for _, word := range strings.Fields(clean(text)) {
		if line != "" && width(line)+1+width(word) > lineWidth-indent {
			t.line(s, strings.Repeat(" ", indent)+line)
			line = ""
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	t.line(s, strings.Repeat(" ", indent)+line)
}

func (t *textPen) drawing(d *drawing) {
	g := newChart(d)
	t.line(bold, clean(d.title)+"  "+where(d.place))
	t.paragraph(plain, 0, d.summary)
	for _, r := range d.remarks {
		t.paragraph(yellow, 0, r)
	}
	t.WriteString("\n")
	for _, head := range g.head() {
		t.line(dim, strings.Repeat(" ", labelWidth+1)+head)
	}
	for _, s := range d.sections {
		t.row(bold, s.title, plain, g.rulers(), s.place)
		for _, r := range s.rows {
			label := "  " + r.label
			if r.note != "" {
				label += " " + r.note
			}
			place := r.place
			if r.place == s.place {
				place = driver.Place{}
			}
			shade := styles[r.kind]
			if r.late {
				label, shade = label+" (too late)", red
			}
			t.row(plain, label, shade, g.cells(r), place)
			t.findings(r.findings)
		}
	}
	if len(d.rest) > 0 {
		t.line(bold, "also found")
		t.findings(d.rest)
	}
	t.WriteString("\n")
}

// row writes what stands beside the chart, and its cells.
func (t *textPen) row(s style, label string, shade style, cells []rune, at driver.Place) {
	place := where(at)
	if n := width(place); n > placeWidth {
		runes := []rune(place)
		place = "…" + string(runes[n-placeWidth+1:])
	}
	label = fit(clean(label), labelWidth)
	t.write(s, label)
	chart := strings.Repeat(" ", labelWidth-width(label)+1) + string(cells)
	if place == "" {
		chart = strings.TrimRight(chart, " ")
	}
	t.write(shade, chart)
	if place != "" {
		t.WriteString(" ")
		t.write(dim, clean(place))
	}
	t.WriteString("\n")
}

func (t *textPen) findings(all []driver.MapFinding) {
	for _, f := range all {
		shade := red
		if f.Level == "note" {
			shade = cyan
		}
		t.paragraph(shade, 4, "! "+f.Category+" "+where(f.Place)+": "+f.Message)
	}
}

// A chart lays time out in columns: a few before SIGTERM, those of times that are known, and those of unknown lengths.
type chart struct {
	*drawing
	zero, known int // columns of SIGTERM, and of the last time that is known
}

func newChart(d *drawing) *chart {
	c := &chart{drawing: d, zero: 2, known: chartWidth - 1}
	if d.scale.open > 0 {
		c.known = chartWidth - 8
		if d.scale.last == 0 {
			c.known = 2
		}
	}
	if d.scale.before > 0 {
		c.zero = max(2, int(float64(c.known)*d.scale.before/(d.scale.before+d.scale.last)))
	}
	return c
}

// x returns the column of a moment.
func (c *chart) x(m driver.Moment) int {
	if m.Open > 0 {
		room := chartWidth - 1 - c.known
		return c.known + 1 + (room-1)*m.Open/c.scale.open
	}
	if m.Seconds < 0 {
		return max(0, c.zero-int(float64(c.zero)*-m.Seconds/c.scale.before+0.5))
	}
	if c.scale.last == 0 {
		return c.zero
	}
	return c.zero + int(float64(c.known-c.zero)*m.Seconds/c.scale.last+0.5)
}

// head returns the lines above the chart: SIGTERM, and ticks.
func (c *chart) head() []string {
	top := strings.Repeat(" ", c.zero) + "SIGTERM"
	line := []rune(strings.Repeat(" ", chartWidth))
	free := 0
	for _, s := range ticks(c.scale.last, 4) {
		x := c.x(driver.Moment{Seconds: s})
		text := []rune(brief(s))
		if x < free || x+len(text) > chartWidth {
			continue
		}
		copy(line[x:], text)
		free = x + len(text) + 1
	}
	if c.scale.open > 0 {
		line[chartWidth-1] = '?'
	}
	return []string{top, string(line)}
}

// rulers returns a row with nothing but the lines at SIGTERM and at the end of the process.
func (c *chart) rulers() []rune {
	cells := []rune(strings.Repeat(" ", chartWidth))
	if c.end != nil {
		cells[c.x(*c.end)] = '┊'
	}
	cells[c.zero] = '│'
	return cells
}

// cells returns the row of r.
func (c *chart) cells(r row) []rune {
	cells := c.rulers()
	mark, ok := marks[r.kind]
	if !ok {
		return cells
	}
	from, to := c.x(r.from), c.x(r.to)
	if r.running {
		from = 0
	}
	if from >= to {
		cells[from] = mark.point
	}
	for x := from; x < to; x++ {
		cells[x] = mark.bar
		if r.to.Open > r.from.Open && x > from && !r.running {
			cells[x] = '┄'
		}
	}
	switch {
	case r.kill:
		cells[to] = 'X'
	case r.to.Open > r.from.Open && !r.cut:
		cells[to] = '?'
	case r.cut && c.end == nil:
		for x := from; x < chartWidth-1; x++ {
			cells[x] = mark.bar
		}
		cells[chartWidth-1] = '?'
	case r.open:
		cells[to] = '?'
	case r.cut:
		cells[to] = '×'
	}
	return cells
}

// fit cuts text to n columns.
func fit(text string, n int) string {
	if width(text) <= n {
		return text
	}
	runes := []rune(text)
	return string(runes[:n-1]) + "…"
}

func width(s string) int { return len([]rune(s)) }

// clean keeps what stands in a source file from steering the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, s)
}
