package output

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// A source reads lines of files; it remembers one file, as findings are sorted.
type source struct {
	name  string
	text  string
	lines []string // with their ends
}

func (s *source) open(name string) {
	if s.name == name {
		return
	}
	data, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		data = nil // then there are no lines
	}
	s.name, s.text = name, string(data)
	s.lines = strings.SplitAfter(s.text, "\n")
}

// line returns a line without its end.
func (s *source) line(name string, n int) (string, bool) {
	s.open(name)
	if n < 1 || n > len(s.lines) || s.text == "" {
		return "", false
	}
	return strings.TrimRight(s.lines[n-1], "\r\n"), true
}

// column turns a column in bytes, from 1, into one in UTF-16 code units, which is how editors and SARIF count.
func (s *source) column(name string, line, column int) int {
	text, ok := s.line(name, line)
	if !ok || column < 1 {
		return max(column, 1)
	}
	before := text[:min(column-1, len(text))]
	return units(before) + 1 + max(column-1-len(text), 0)
}

// position turns an offset in bytes into a line and a column in UTF-16 code units. It is not ok beyond the end.
func (s *source) position(name string, offset int) (line, column int, ok bool) {
	s.open(name)
	if offset < 0 || offset > len(s.text) || s.text == "" {
		return 0, 0, false
	}
	before := s.text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, units(before[start:]) + 1, true
}

// units counts UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff && r != utf8.RuneError {
			n++
		}
	}
	return n
}
