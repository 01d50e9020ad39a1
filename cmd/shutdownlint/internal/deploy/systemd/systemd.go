// Package systemd reads unit files.
package systemd

import (
	"strconv"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A Unit is a unit file.
type Unit struct {
	*text.File
	Settings []Setting
}

// A Setting is a line of the form KEY=VALUE.
type Setting struct {
	File                *text.File // which may be one of overrides
	Section, Key, Value string
	At                  text.Span // of the value, if it stands on one line; otherwise of its first line
}

// Parse reads a unit file. Lines that are none are passed over.
func Parse(f *text.File) *Unit {
	u := &Unit{File: f}
	section := ""
	for n := 1; n <= f.Lines(); n++ {
		span := f.Line(n)
		line := strings.TrimSpace(f.Text(span))
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
			continue
		case line[0] == '[' && line[len(line)-1] == ']':
			section = line[1 : len(line)-1]
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		value = strings.TrimSpace(value)
		end := span.Start + len(strings.TrimRight(f.Text(span), " \t"))
		s := Setting{File: f, Section: section, Key: strings.TrimSpace(key), At: text.Span{Start: end - len(value), End: end}}
		for strings.HasSuffix(value, `\`) && n < f.Lines() {
			n++
			next := strings.TrimSpace(f.Text(f.Line(n)))
			if next != "" && (next[0] == '#' || next[0] == ';') {
				continue // comments between do not end it
			}
			value = strings.TrimSuffix(value, `\`) + " " + next
		}
		if s.Value = value; ok {
			u.Settings = append(u.Settings, s)
		}
	}
	return u
}

// Override adds the settings of a file of overrides, which count more than what is there.
func (u *Unit) Override(f *text.File) { u.Settings = append(u.Settings, Parse(f).Settings...) }

// Last returns the setting of a key of the section Service that counts: the last one; an empty value takes earlier ones
// back.
func (u *Unit) Last(keys ...string) (last Setting, ok bool) {
	for _, s := range u.Settings {
		for _, key := range keys {
			if s.Section == "Service" && s.Key == key {
				last, ok = s, s.Value != ""
			}
		}
	}
	return last, ok
}

var units = map[string]time.Duration{
	"us": time.Microsecond, "usec": time.Microsecond, "µs": time.Microsecond,
	"ms": time.Millisecond, "msec": time.Millisecond,
	"": time.Second, "s": time.Second, "sec": time.Second, "second": time.Second, "seconds": time.Second,
	"m": time.Minute, "min": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hr": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
	"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour, "weeks": 7 * 24 * time.Hour,
}

// Span reads a time span: "90", "1min 30s", "2.5h". It is not ok for anything else, and for what is no bound: "infinity",
// and zero, which means the same.
func Span(s string) (d time.Duration, ok bool) {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimLeft(s, " \t") {
		number := s[:len(s)-len(strings.TrimLeft(s, "0123456789."))]
		s = strings.TrimLeft(s[len(number):], " \t")
		unit := s
		if i := strings.IndexAny(s, "0123456789. \t"); i >= 0 {
			unit = s[:i]
		}
		s = s[len(unit):]
		n, err := strconv.ParseFloat(number, 64)
		scale, known := units[unit]
		if err != nil || !known || n > 1e9 {
			return 0, false
		}
		d += time.Duration(n * float64(scale))
	}
	return d, d > 0
}
