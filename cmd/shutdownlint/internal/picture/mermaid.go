package picture

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// printMermaid prints each program as a gantt chart of Mermaid, which is the one of its diagrams that has a scale of time. Its axis
// knows no time before its beginning: where a platform has a preStop hook, it begins there, and SIGTERM is a milestone.
func printMermaid(w io.Writer, r *Report) error {
	var b strings.Builder
	for i, m := range r.Maps {
		if i > 0 {
			b.WriteString("\n")
		}
		gantt(&b, draw(m))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func gantt(b *strings.Builder, d *drawing) {
	last := d.scale.last
	if last == 0 {
		last = 1
	}
	// ms returns the place of a moment on the axis: unknown lengths are drawn as a tenth of all that is known.
	ms := func(m driver.Moment) int {
		if m.Open > 0 {
			m.Seconds = last * (1 + float64(m.Open)/10)
		}
		return int(math.Round((m.Seconds + d.scale.before) * 1000))
	}
	fmt.Fprintf(b, "%%%% %s\n%%%% %s\n", d.title, d.summary)
	for _, r := range d.remarks {
		fmt.Fprintf(b, "%%%% %s\n", r)
	}
	fmt.Fprintf(b, "gantt\n    title %s %s\n    dateFormat x\n    axisFormat %%ss\n", word(d.title), word(d.summary))
	fmt.Fprintf(b, "    SIGTERM :milestone, %d, 0ms\n", ms(driver.Moment{}))
	for _, s := range d.sections {
		fmt.Fprintf(b, "    section %s\n", word(s.title+" "+spot(s.place)))
		for _, r := range s.rows {
			if _, ok := marks[r.kind]; !ok {
				r.from, r.to = driver.Moment{}, driver.Moment{}
			}
			task(b, r, ms)
		}
	}
	if len(d.rest) > 0 {
		b.WriteString("    section also found\n")
		for _, f := range d.rest {
			fmt.Fprintf(b, "    %s :crit, milestone, %d, 0ms\n", word(f.Category+" "+spot(f.Place)), ms(driver.Moment{}))
		}
	}
}

// task writes one row.
func task(b *strings.Builder, r row, ms func(driver.Moment) int) {
	text := strings.TrimSpace(r.label + " " + r.note + " " + spot(r.place))
	var tags []string
	switch r.kind {
	case "serve":
		tags = append(tags, "done")
	case "drain", "delay", "prestop":
		tags = append(tags, "active")
	}
	if r.late || len(r.findings) > 0 && r.findings[0].Level != "note" {
		tags = append(tags, "crit")
	}
	from, to := ms(r.from), ms(r.to)
	if r.running {
		from = 0
	}
	if from >= to {
		tags = append(tags, "milestone")
	}
	if r.late {
		text += " (too late)"
	}
	for _, f := range r.findings {
		text += ", " + f.Category
	}
	data := append(tags, fmt.Sprint(from), fmt.Sprintf("%dms", max(0, to-from)))
	fmt.Fprintf(b, "    %s :%s\n", word(text), strings.Join(data, ", "))
}

// spot writes a place without a colon.
func spot(p driver.Place) string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s L%d", p.File, p.Line)
}

// word takes from text what Mermaid reads as its own.
func word(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch r {
		case ':', ';', '#', '%', '\n', '\r', '{', '}', '"', '`':
			return ' '
		case '<':
			return '‹'
		case '>':
			return '›'
		}
		return r
	}, text)), " ")
}
