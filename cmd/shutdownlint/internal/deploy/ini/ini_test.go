package ini

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

func outline(sections []*Section) string {
	var parts []string
	for _, s := range sections {
		for _, setting := range s.Settings {
			parts = append(parts, fmt.Sprintf("[%s]%s=%s", s.Name, setting.Key, setting.Text()))
		}
	}
	return strings.Join(parts, " ")
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		src     string
		comment byte
		want    string
	}{
		{"a = 1\n[b]\nc=2\n", '#', "[]a=1 [b]c=2"},
		{"a = \"x # y\" # z\n# b = 1\n", '#', "[]a=x # y"},
		{"[a]\r\nb = 'c'\r\n", '#', "[a]b=c"},
		{"[[services]]\n  port = 1\n  [services.x]\n  y = 2\n", '#', "[services]port=1 [services.x]y=2"},
		{"a = \"\"\"\nb = 1\n\"\"\"\nc = 2\n", '#', "[]a=\" []c=2"},
		{"a = [\n[1, 2]\n]\nb = 3", '#', "[]a=[ [1, 2]b=3"},
		{"[p]\na = b ; c\n; d = 1\n# e = 1\nf = \"g;h\"\n", ';', "[p]a=b [p]f=g;h"},
		{"[p]\nenv = A=1,\n  B=2\n", ';', "[p]env=A=1,"},
		{"[p\n=\n", ';', "[]="},
	} {
		got := outline(Parse(text.New("x", []byte(test.src)), test.comment))
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.src, got, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("0=\v00", byte('#'))
	f.Add("[a]\nb = 'c' # d\n", byte('#'))
	f.Fuzz(func(t *testing.T, src string, comment byte) {
		for _, s := range Parse(text.New("x", []byte(src)), comment) {
			for _, setting := range s.Settings {
				if src[setting.At.Start:setting.At.End] != setting.Value {
					t.Errorf("%q is not at %v", setting.Value, setting.At)
				}
			}
		}
	})
}
