package output

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		after time.Duration
		want  string
	}{
		{time.Second, ""}, // nobody has become impatient
		{2500 * time.Millisecond, "\r\x1b[Kshutdownlint: step 1\r\x1b[Kshutdownlint: step 2\r\x1b[K"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var b bytes.Buffer
			asked := 0
			status := func() string {
				asked++
				return fmt.Sprint("step ", (asked+1)/2) // most of the time nothing has changed
			}
			p := &Progress{w: &b, status: status, stop: make(chan struct{})}
			p.done.Go(func() { p.run(patience, interval) })
			time.Sleep(test.after)
			p.Stop()
			if b.String() != test.want {
				t.Errorf("after %v: %q, want %q", test.after, b.String(), test.want)
			}
		})
	}
}

func TestNoTerminal(t *testing.T) {
	var b bytes.Buffer
	p := StartProgress(&b, func() string { return "busy" })
	if s := NewStreams(&b, &b, &b); s.ColorOut || s.ColorErr {
		t.Error("colour without a terminal")
	}
	p.Stop()
	if b.Len() > 0 {
		t.Errorf("progress without a terminal: %q", b.String())
	}
}

func TestCaret(t *testing.T) {
	for _, test := range []struct {
		line          string
		column        int
		endLine       int
		endColumn     int
		blank, carets string
	}{
		{"\tx := f()", 7, 1, 10, "\t     ", "^^^"},
		{"\tx := f() // ", 2, 2, 5, "\t", "^^^^^^^^^^^"}, // to the end of the line
		{"ä := ü()", 7, 1, 11, "     ", "^^^"},           // columns are bytes
		{"x", 1, 1, 1, "", "^"},
		{"x", 50, 1, 60, " ", "^"}, // the file has changed
		{"", 1, 1, 1, "", "^"},
	} {
		f := finding.Finding{Line: 1, Column: test.column, EndLine: test.endLine, EndColumn: test.endColumn}
		if blank, carets := caret(test.line, f); blank != test.blank || carets != test.carets {
			t.Errorf("%q: %q %q, want %q %q", test.line, blank, carets, test.blank, test.carets)
		}
	}
}

func TestClean(t *testing.T) {
	if got, want := clean("\ta\x1b[31mü\r"), "\ta·[31mü·"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
