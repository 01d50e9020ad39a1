// Package ini reads files that are made of sections with lines of the form KEY = VALUE: those of supervisord, and of TOML what
// stands on one line. Whatever else there is in them is passed over.
package ini

import (
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A Section is a line [NAME] with what follows it. The first one has no name: what stands in front of all others.
type Section struct {
	Name     string
	At       text.Span // of the line
	Settings []Setting
}

// A Setting is a line KEY = VALUE.
type Setting struct {
	Key, Value string
	At         text.Span // of the value
}

// Parse reads a file. comment is what begins a comment: at the beginning of a line, or behind a value and white space.
func Parse(f *text.File, comment byte) []*Section {
	section := &Section{}
	all := []*Section{section}
	quotes := "" // a text of several lines
	for n := 1; n <= f.Lines(); n++ {
		span := f.Line(n)
		line := f.Text(span)
		if quotes != "" {
			if strings.Contains(line, quotes) {
				quotes = ""
			}
			continue
		}
		trimmed := strings.TrimLeft(line, " \t\ufeff")
		if trimmed == "" || trimmed[0] == comment || trimmed[0] == '#' {
			continue
		}
		if trimmed[0] == '[' {
			if name, _, ok := strings.Cut(strings.TrimLeft(trimmed, "["), "]"); ok && !strings.Contains(name, "=") {
				section = &Section{Name: strings.TrimSpace(name), At: span}
				all = append(all, section)
			}
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok || len(trimmed) < len(line) && comment == ';' {
			continue // a line of its own, or one that belongs to the value before
		}
		start := span.Start + len(line) - len(value)
		value = uncomment(value, comment)
		start += len(value) - len(strings.TrimLeft(value, " \t"))
		value = strings.Trim(value, " \t")
		for _, q := range []string{`"""`, "'''"} {
			if rest, ok := strings.CutPrefix(value, q); ok && !strings.Contains(rest, q) {
				quotes = q
			}
		}
		section.Settings = append(section.Settings, Setting{strings.TrimSpace(key), value, text.Span{Start: start, End: start + len(value)}})
	}
	return all
}

// uncomment cuts off a comment that follows a value.
func uncomment(value string, comment byte) string {
	var quote byte
	for i := range len(value) {
		switch c := value[i]; {
		case quote != 0:
			if c == quote && value[i-1] != '\\' {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == comment && (i == 0 || value[i-1] == ' ' || value[i-1] == '\t'):
			return value[:i]
		}
	}
	return value
}

// Get returns the setting of a key that counts: the last one.
func (s *Section) Get(key string) (last Setting, ok bool) {
	for _, setting := range s.Settings {
		if setting.Key == key {
			last, ok = setting, true
		}
	}
	return last, ok
}

// Text returns the value of a setting without quotes.
func (s Setting) Text() string {
	if n := len(s.Value); n > 1 && (s.Value[0] == '"' || s.Value[0] == '\'') && s.Value[n-1] == s.Value[0] {
		return s.Value[1 : n-1]
	}
	return s.Value
}
