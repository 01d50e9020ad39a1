package systemd

import (
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

func TestSpan(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"90": 90 * time.Second, "1min 30s": 90 * time.Second, "2.5h": 150 * time.Minute, "500ms": 500 * time.Millisecond, "1min30": 90 * time.Second,
		"5 seconds": 5 * time.Second, "2h  1 min": 121 * time.Minute, "1w": 7 * 24 * time.Hour,
		"infinity": 0, "": 0, "0": 0, "soon": 0, "5 parsecs": 0, "-5": 0, "1e9": 0, "1.2.3": 0, "99999999999": 0, "%h": 0,
	} {
		if d, ok := Span(s); d != want && ok || ok != (want > 0) {
			t.Errorf("%q: %v, %v; want %v", s, d, ok, want)
		}
	}
}

func TestLast(t *testing.T) {
	u := Parse(text.New("x.service", []byte("[Unit]\nA=0\n[Service]\nA=1\n A = 2 \n; A=3\nB=x \\\n# comment\n  y\\\nz\nC=1\nC=\nD\n")))
	for key, want := range map[string]string{"A": "2", "B": "x  y z", "C": "", "D": "", "E": ""} {
		s, ok := u.Last(key)
		if ok != (want != "") || ok && s.Value != want {
			t.Errorf("%s: %q, %v; want %q", key, s.Value, ok, want)
		}
	}
	if s, _ := u.Last("A"); u.Text(s.At) != "2" {
		t.Errorf("A stands at %q", u.Text(s.At))
	}
}
