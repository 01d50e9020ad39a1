// Package text knows where things stand in a file that is not Go.
package text

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// A Span is a range of bytes of a file.
type Span struct{ Start, End int }

// A File is a text file.
type File struct {
	Name    string // absolute
	Content []byte
	lines   []int // the offset at which each line begins
	newline string
}

// New returns the file of that name and content.
func New(name string, content []byte) *File {
	f := &File{Name: name, Content: content, lines: []int{0}, newline: "\n"}
	if bytes.Contains(content, []byte("\r\n")) {
		f.newline = "\r\n"
	}
	for i := 0; ; {
		n := bytes.IndexByte(content[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		f.lines = append(f.lines, i)
	}
	return f
}

// Position returns the line and the column, in bytes, of an offset; both count from one.
func (f *File) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(f.Content))
	i := sort.SearchInts(f.lines, offset+1) - 1
	return i + 1, offset - f.lines[i] + 1
}

// Lines returns how many lines there are; the last one may be empty.
func (f *File) Lines() int { return len(f.lines) }

// Line returns the span of a line without its end.
func (f *File) Line(n int) Span {
	if n < 1 || n > len(f.lines) {
		return Span{len(f.Content), len(f.Content)}
	}
	start, end := f.lines[n-1], len(f.Content)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	if end > start && f.Content[end-1] == '\r' {
		end--
	}
	return Span{start, end}
}

// Offset returns the offset of a line and of a column that counts characters, as YAML's positions do.
func (f *File) Offset(line, character int) int {
	s := f.Line(line)
	at := s.Start
	for ; character > 1 && at < s.End; character-- {
		_, size := utf8.DecodeRune(f.Content[at:s.End])
		at += size
	}
	return at
}

// Text returns what stands in a span.
func (f *File) Text(s Span) string { return string(f.Content[s.Start:s.End]) }

// Newline returns how the lines of the file end.
func (f *File) Newline() string { return f.newline }
