package dockerfile

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A reader goes through the lines of a Dockerfile.
type reader struct {
	file     *text.File
	line     int // the next one
	escaping byte
}

func (r *reader) escape() byte {
	if r.escaping == 0 {
		return '\\'
	}
	return r.escaping
}

var directive = regexp.MustCompile(`^#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.+?)\s*$`)

// directives reads the parser directives, which stand before everything else, comments and empty lines included.
func (r *reader) directives() {
	for n := 1; n <= r.file.Lines(); n++ {
		s := r.file.Text(r.file.Line(n))
		if n == 1 {
			s = strings.TrimPrefix(s, "\ufeff")
		}
		m := directive.FindStringSubmatch(strings.TrimLeft(s, " \t"))
		if m == nil {
			return
		}
		if strings.EqualFold(m[1], "escape") && (m[2] == "\\" || m[2] == "`") {
			r.escaping = m[2][0]
		}
	}
}

// next returns the next instruction, or nil at the end.
func (r *reader) next() *Instruction {
	for r.line <= r.file.Lines() {
		at := r.trimmed(r.line)
		if at.Start == at.End || r.file.Content[at.Start] == '#' {
			r.line++
			continue
		}
		return r.instruction(at.Start)
	}
	return nil
}

// trimmed returns the span of a line without white space around it.
func (r *reader) trimmed(n int) text.Span {
	s := r.file.Line(n)
	const blank = " \t\v\f\r"
	b := r.file.Content[s.Start:s.End]
	if n == 1 {
		b = bytes.TrimPrefix(b, []byte("\ufeff"))
		s.Start = s.End - len(b)
	}
	b = bytes.TrimLeft(b, blank)
	s.Start = s.End - len(b)
	s.End = s.Start + len(bytes.TrimRight(b, blank))
	return s
}

// instruction reads the instruction that begins at start, on the reader's line.
func (r *reader) instruction(start int) *Instruction {
	var joined strings.Builder
	var pieces []piece
	end, plain := start, true
	first := r.line
	for ; r.line <= r.file.Lines(); r.line++ {
		at := r.trimmed(r.line)
		if r.line > first && (at.Start == at.End || r.file.Content[at.Start] == '#') {
			continue // neither comments nor empty lines end an instruction that goes on
		}
		if r.line > first {
			at.Start = r.file.Line(r.line).Start // white space counts between quotes
		}
		end = at.End
		part := r.file.Content[at.Start:at.End]
		pieces = append(pieces, piece{joined.Len(), at.Start})
		goesOn := len(part) > 0 && part[len(part)-1] == r.escape()
		if !goesOn {
			joined.Write(part)
			r.line++
			break
		}
		plain = false
		joined.Write(part[:len(part)-1])
	}
	i := &Instruction{Span: text.Span{Start: start, End: end}, Plain: plain}
	whole := joined.String()
	i.read(whole)
	skipped := len(strings.TrimRight(whole, " \t")) - len(i.Args)
	for _, p := range pieces {
		i.pieces = append(i.pieces, piece{p.joined - skipped, p.file})
	}
	i.At = text.Span{Start: min(i.Offset(0), end), End: end}
	r.heredocs(i)
	return i
}

// read takes name, flags and arguments apart.
func (i *Instruction) read(s string) {
	cut := strings.IndexAny(s, " \t")
	if cut < 0 {
		cut = len(s)
	}
	i.Name = strings.ToUpper(s[:cut])
	rest := strings.TrimLeft(s[cut:], " \t")
	for strings.HasPrefix(rest, "--") {
		flag, after, _ := strings.Cut(rest, " ")
		if len(flag) < 3 || i.Name == "CMD" || i.Name == "ENTRYPOINT" {
			break
		}
		name, value, _ := strings.Cut(flag[2:], "=")
		i.Flags = append(i.Flags, Flag{name, value})
		rest = strings.TrimLeft(after, " \t")
	}
	i.Args = strings.TrimRight(rest, " \t")
	i.Exec, i.JSON = exec(i.Args)
}

var heredoc = regexp.MustCompile(`(^|[\s\d])<<(-?)(['"]?)([A-Za-z_][\w.]*)(['"]?)`)

// heredocs reads the bodies of the here-documents that i begins.
func (r *reader) heredocs(i *Instruction) {
	if i.JSON || i.Name != "RUN" && i.Name != "COPY" && i.Name != "ADD" {
		return
	}
	for _, m := range heredoc.FindAllStringSubmatch(i.Args, -1) {
		if m[3] != m[5] {
			continue
		}
		var body strings.Builder
		from := r.line
		closed := false
		for ; r.line <= r.file.Lines() && !closed; r.line++ {
			line := r.file.Text(r.file.Line(r.line))
			if m[2] == "-" {
				line = strings.TrimLeft(line, "\t")
			}
			if closed = line == m[4]; !closed {
				body.WriteString(line + "\n")
			}
		}
		if !closed {
			r.line = from // "<<" was something else: arithmetic, or a typing error
			return
		}
		i.Docs = append(i.Docs, body.String())
		i.Span.End = r.file.Line(r.line - 1).End
	}
}
