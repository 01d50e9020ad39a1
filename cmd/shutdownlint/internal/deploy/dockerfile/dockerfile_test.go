package dockerfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// parse returns the instructions of a Dockerfile, FROM included.
func parse(src string) (*File, []*Instruction) {
	f := Parse(text.New("Dockerfile", []byte(src)))
	var all []*Instruction
	for _, s := range f.Stages {
		all = append(all, s.From)
		all = append(all, s.Instructions...)
	}
	return f, all
}

// TestForms tries the forms that the reference documents.
func TestForms(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string // NAME|args or NAME|json words
	}{
		{"case", "from a\ncmd x", []string{"FROM|a", "CMD|x"}},
		{"comments", "# one\nFROM a\n  # two\n\nCMD x # no comment", []string{"FROM|a", "CMD|x # no comment"}},
		{"indented", "  FROM a\n\tRUN b", []string{"FROM|a", "RUN|b"}},
		{"continued", "FROM a\nRUN one \\\n    two \\  \n three", []string{"FROM|a", "RUN|one     two  three"}},
		{"comment inside", "FROM a\nRUN one \\\n# not this\n   # nor this\n\n two", []string{"FROM|a", "RUN|one  two"}},
		{"at the end", "FROM a\nRUN one \\", []string{"FROM|a", "RUN|one"}},
		{"escape", "# escape=`\nFROM a\nRUN dir c:\\\nCMD one `\n two", []string{"FROM|a", "RUN|dir c:\\", "CMD|one  two"}},
		{"escape after others", "# syntax=docker/dockerfile:1\n# Escape = `\nFROM a\nRUN b`\nc", []string{"FROM|a", "RUN|bc"}},
		{"no directive below a comment", "# about it\n# escape=`\nFROM a\nRUN b\\\nc", []string{"FROM|a", "RUN|bc"}},
		{"no directive below an empty line", "\n# escape=`\nFROM a\nRUN b\\\nc", []string{"FROM|a", "RUN|bc"}},
		{"json", "FROM a\nCMD [\"x\", \"-y z\"]", []string{"FROM|a", "CMD|x,-y z|json"}},
		{"json with continuation", "FROM a\nCMD [\"x\", \\\n  \"y\"]", []string{"FROM|a", "CMD|x,y|json"}},
		{"empty json", "FROM a\nENTRYPOINT []", []string{"FROM|a", "ENTRYPOINT||json"}},
		{"single quotes are no json", "FROM a\nCMD ['x', 'y']", []string{"FROM|a", "CMD|['x', 'y']"}},
		{"open list", "FROM a\nCMD [\"x\"", []string{"FROM|a", "CMD|[\"x\""}},
		{"flags", "FROM --platform=linux/amd64 a\nCOPY --from=b --chown=1:1 x y\nRUN --mount=type=cache,target=/x --network=none go build", []string{"FROM|a", "COPY|x y", "RUN|go build"}},
		{"no flags of CMD", "FROM a\nCMD --help", []string{"FROM|a", "CMD|--help"}},
		{"heredoc", "FROM a\nRUN <<EOF\nCMD not\nEOF\nCMD x", []string{"FROM|a", "RUN|<<EOF", "CMD|x"}},
		{"heredocs", "FROM a\nCOPY <<one <<\"two\" /d/\nCMD a\none\nCMD b\ntwo\nCMD x", []string{"FROM|a", "COPY|<<one <<\"two\" /d/", "CMD|x"}},
		{"heredoc with tabs", "FROM a\nRUN <<-E\n\tCMD not\n\tE\nCMD x", []string{"FROM|a", "RUN|<<-E", "CMD|x"}},
		{"heredoc with interpreter", "FROM a\nRUN python3 <<E\nCMD = 1\nE\nCMD x", []string{"FROM|a", "RUN|python3 <<E", "CMD|x"}},
		{"open heredoc", "FROM a\nRUN echo $((1 <<n))\nCMD x", []string{"FROM|a", "RUN|echo $((1 <<n))", "CMD|x"}},
		{"unknown", "FROM a\nFROBNICATE x\n!?\nCMD y", []string{"FROM|a", "FROBNICATE|x", "!?|", "CMD|y"}},
		{"windows", "FROM a\r\nRUN one \\\r\n  two\r\nCMD [\"x\"]\r\n", []string{"FROM|a", "RUN|one   two", "CMD|x|json"}},
		{"byte order mark", "\ufeffFROM a\nCMD x", []string{"FROM|a", "CMD|x"}},
		{"onbuild", "FROM a\nONBUILD CMD x", []string{"FROM|a", "ONBUILD|CMD x"}},
		{"nothing", "", nil},
		{"no FROM", "CMD x", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, all := parse(test.src)
			var got []string
			for _, i := range all {
				if i.JSON {
					got = append(got, i.Name+"|"+strings.Join(i.Exec, ",")+"|json")
				} else {
					got = append(got, i.Name+"|"+i.Args)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestStages(t *testing.T) {
	f, _ := parse(`ARG GO=1.25
ARG BASE="debian"
FROM golang:${GO}-alpine AS Build
FROM ${BASE:-alpine}:12
FROM ${MISSING:-alpine}:3 AS other
COPY --from=build /a /a
FROM other
FROM $UNKNOWN
RUN --mount=type=bind,from=3,target=/x true
`)
	var got []string
	for _, s := range f.Stages {
		got = append(got, fmt.Sprintf("%s %s<%s", s.Name, s.Base, s.Root().Base))
	}
	want := []string{"build golang:1.25-alpine<golang:1.25-alpine", " debian:12<debian:12", "other alpine:3<alpine:3", " other<alpine:3", " $UNKNOWN<$UNKNOWN"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var targets []string
	for _, s := range f.Targets() {
		targets = append(targets, s.Base)
	}
	if want := []string{"debian:12", "$UNKNOWN"}; !slices.Equal(targets, want) {
		t.Errorf("targets %q, want %q", targets, want)
	}
	if s := f.Stage("BUILD"); s != f.Stages[0] {
		t.Errorf("stage BUILD is %v", s)
	}
	if s := f.Stage("12"); s != nil {
		t.Errorf("there is a stage 12: %v", s)
	}
}

// TestOffset holds arguments to where they stand.
func TestOffset(t *testing.T) {
	for _, src := range []string{"FROM a\nCMD  one two", "FROM a\n  CMD one \\\n# two\n    two", "FROM a\r\nCMD one \\\r\n\ttwo\r\n", "FROM a\nCOPY --from=x \\\n one two"} {
		f, all := parse(src)
		i := all[1]
		for _, word := range []string{"one", "two"} {
			if at := i.Offset(strings.Index(i.Args, word)); !strings.HasPrefix(string(f.Content[at:]), word) {
				t.Errorf("%q: %s stands at %q", src, word, f.Content[at:])
			}
		}
		if i.Plain && f.Text(i.At) != i.Args {
			t.Errorf("%q: the arguments stand at %q", src, f.Text(i.At))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range []string{"FROM a\nCMD x", "# escape=`\nFROM a\nRUN b`\nc", "FROM a\nRUN <<E\nx\nE", "FROM --platform=x ${A:-b} AS c\nCOPY --from=c a b", "ARG A\nFROM $A", "\\", "FROM \\\n\\\n", "FROM\nCMD --", "\ufeff#", "FROM a\nCMD [\"", "FROM a\r\n\r"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		d, all := parse(src)
		d.Targets()
		for _, i := range all {
			if i.Span.Start < 0 || i.Span.End > len(src) || i.Span.Start > i.Span.End || i.At.Start > i.At.End || i.At.End > len(src) {
				t.Fatalf("%q: %s at %v, arguments at %v", src, i.Name, i.Span, i.At)
			}
			if i.Plain && len(i.Docs) == 0 && d.Text(i.At) != i.Args {
				t.Fatalf("%q: %q stands as %q", src, i.Args, d.Text(i.At))
			}
		}
	})
}
