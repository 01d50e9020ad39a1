package shell

import (
	"strings"
	"testing"
)

func TestLast(t *testing.T) {
	tests := []struct {
		src    string
		last   string // the words of the last command, or "" where there is none
		before string
	}{
		{"./app", "./app", ""},
		{"./app --port 80", "./app --port 80", ""},
		{"migrate up && ./app", "./app", "&&"},
		{"a; b ; c", "c", ";"},
		{"a\nb # and so on", "b", "\n"},
		{"a &&\n\tb", "b", "&&"},
		{"a | tee log", "tee log", "|"},
		{"a || exit 1", "exit 1", "||"},
		{"a & b", "b", "&"},
		{"a; ", "a", ""},
		{"exec ./app", "exec ./app", ""},
		{"FOO=1 BAR=$(date) ./app", "./app", ""},
		{"./app >log 2>&1", "./app", ""},
		{`./app "a b" 'c;d' e\ f`, "./app a b c;d e f", ""},
		{"./app $HOME ${X:-a b} $(cat x; y) `z`", "./app $HOME ${X:-a b} $(cat x; y) `z`", ""},
		{"if true; then ./app; fi", "", ""},
		{"if true; then ./app; fi\n./b", "./b", "\n"},
		{"for i in 1 2; do echo $i; done", "", ""},
		{"case $1 in\nrun|go) ./app ;;\n*) exec \"$@\" ;;\nesac\n./b", "./b", "\n"},
		{"case $1 in (a) b;; esac", "", ""},
		{"f() {\n\techo\n}\nf", "f", "\n"},
		{"function f {\n\techo\n}\nf", "f", "\n"},
		{"function f() { echo; }\nf", "f", "\n"},
		{"(cd /; ./app)", "", ""},
		{"{ ./app; }", "", ""},
		{"cat <<EOF > x\nif this is text\nEOF\n./app", "./app", "\n"},
		{"cat <<-'E F'\n\tx\n\tE F\n./app", "./app", "\n"},
		{"# nothing", "", ""},
		{"", "", ""},
		{"echo 'open", "", ""},
		{"fi", "", ""},
		{"while read x; do\r\n echo\r\ndone\r\n./app\r\n", "./app", "\n"},
		{"a \\\n  b", "a b", ""},
		{"a \\\r\n  b", "a b", ""},
		{"diff <(a) <(b)", "", ""},
	}
	for _, test := range tests {
		s := Parse(test.src)
		var words []string
		if last := s.Last(); last != nil {
			for _, w := range last.Words {
				words = append(words, w.Text)
			}
			if got := s.Before(); got != test.before {
				t.Errorf("%q: %q stands before the last command, want %q", test.src, got, test.before)
			}
		}
		if got := strings.Join(words, " "); got != test.last {
			t.Errorf("%q: last command %q, want %q", test.src, got, test.last)
		}
	}
}

func TestPlain(t *testing.T) {
	for src, want := range map[string]bool{
		"./app -c conf.yaml --x=1": true,
		"./app $X":                 false,
		"./app 'x'":                false,
		"./app *.txt":              false,
		"./app {a,b}":              false,
		"./app > log":              false,
		"X=1 ./app":                false,
		`./app a\b`:                false,
		"~/app":                    false,
	} {
		if last := Parse(src).Last(); last == nil || last.Plain() != want {
			t.Errorf("%q: plain is %v, want %v", src, !want, want)
		}
	}
}

func TestRuns(t *testing.T) {
	s := Parse("if [ -n \"$X\" ]; then\n\texec a\nfi\n(trap 'x' TERM)\nb \"exec c\"")
	for name, want := range map[string]bool{"exec": true, "trap": true, "b": true, "c": false, "then": false} {
		if s.Runs(name) != want {
			t.Errorf("runs %s: %v, want %v", name, !want, want)
		}
	}
}

// FuzzParse holds the words to where they stand.
func FuzzParse(f *testing.F) {
	for _, src := range []string{"a && b", "case x in a) b;; esac", "cat <<E\nx\nE\n", "f() { g; }", "'", "`", "${", "$(", "a\\", "function", "((", "))", "<", "<<", ";;", "\r\n\\"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, c := range Parse(src).Commands {
			for _, w := range c.Words {
				if w.Start < 0 || w.End < w.Start || w.End > len(src) {
					t.Fatalf("%q: word at %d–%d", src, w.Start, w.End)
				}
				if w.Plain && src[w.Start:w.End] != w.Text {
					t.Fatalf("%q: plain word %q stands as %q", src, w.Text, src[w.Start:w.End])
				}
			}
		}
	})
}
