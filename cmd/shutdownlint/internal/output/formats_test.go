package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

func TestEscapes(t *testing.T) {
	var b strings.Builder
	writeCommand(&b, "error", []property{{"file", "a,b:c%.go"}, {"title", "x\ny"}}, "100%: a,\r\nb")
	if got, want := b.String(), "::error file=a%2Cb%3Ac%25.go,title=x%0Ay::100%25: a,%0D%0Ab\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPositions(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.go")
	if err := os.WriteFile(name, []byte("ä𝄞x\r\n\xffy\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var s source
	for _, test := range []struct{ line, column, want int }{
		{1, 1, 1}, {1, 3, 2}, {1, 7, 4}, {1, 8, 5},
		{2, 2, 2},
		{1, 20, 17}, // the file has changed: as far behind the end as before
		{9, 5, 5},   // no such line
		{1, 0, 1},
	} {
		if got := s.column(name, test.line, test.column); got != test.want {
			t.Errorf("%d:%d: column %d, want %d", test.line, test.column, got, test.want)
		}
	}
	for _, test := range []struct {
		offset, line, column int
		ok                   bool
	}{{0, 1, 1, true}, {6, 1, 4, true}, {9, 2, 1, true}, {12, 3, 1, true}, {13, 0, 0, false}, {-1, 0, 0, false}} {
		if line, column, ok := s.position(name, test.offset); line != test.line || column != test.column || ok != test.ok {
			t.Errorf("offset %d: %d:%d %t, want %d:%d %t", test.offset, line, column, ok, test.line, test.column, test.ok)
		}
	}
}

func TestTree(t *testing.T) {
	for _, test := range []struct{ dir, wd, file, want string }{
		{"/repo", "/repo", "a.go", "a.go"},
		{"/repo", "/repo/svc", "cmd/a.go", "svc/cmd/a.go"},
		{"/repo", "/repo/svc", "../lib/a.go", "lib/a.go"},
		{"/elsewhere", "/repo", "a.go", "a.go"},
		{"/repo", "/repo/svc", "/usr/a.go", "/usr/a.go"},
		{"/repo", "/repo/svc", "", ""},
	} {
		if got := below(filepath.FromSlash(test.dir), filepath.FromSlash(test.wd)).file(test.file); got != test.want {
			t.Errorf("%s in %s: %q, want %q", test.file, test.wd, got, test.want)
		}
	}
}

func TestRule(t *testing.T) {
	r := sarifRuleOf(finding.Rule{Category: "a-b", Check: "c", Level: "note", Summary: "something is wrong", URL: "https://example.com",
		Text: "Level: note. Perhaps.\n\nIn production it\nbreaks.\n\n\ta()\n\n\tb()\n\nNot reported: c."})
	if r.Name != "AB" || r.Short.Text != "Something is wrong." || r.Full.Text != "In production it breaks." || r.Properties.Severity != "recommendation" {
		t.Errorf("%+v", r)
	}
	want := "Level: note. Perhaps.\n\nIn production it\nbreaks.\n\n```\na()\n\nb()\n```\n\nNot reported: c.\n\n[Documentation](https://example.com)\n"
	if r.Help.Markdown != want {
		t.Errorf("%q, want %q", r.Help.Markdown, want)
	}
	for version, want := range map[string]string{"v0.3.0": "0.3.0", "(devel)": "", "": ""} {
		if got := numeric(version); got != want {
			t.Errorf("version %q: %q, want %q", version, got, want)
		}
	}
}

func TestArtifact(t *testing.T) {
	outside, err := filepath.Abs("../x.go")
	if err != nil {
		t.Fatal(err)
	}
	b := &sarif{at: tree{"svc"}}
	for file, want := range map[string]sarifArtifact{
		"a b/ä.go": {"svc/a%20b/%C3%A4.go", "%SRCROOT%"},
		"../x.go":  {"x.go", "%SRCROOT%"},
		"a:b.go":   {"svc/a:b.go", "%SRCROOT%"},
	} {
		if got := b.artifact(file); got != want {
			t.Errorf("%s: %+v, want %+v", file, got, want)
		}
	}
	b.at = tree{}
	if got, want := b.artifact("../x.go"), "file:///"+strings.TrimPrefix(filepath.ToSlash(outside), "/"); got.URI != want || got.Base != "" {
		t.Errorf("outside of the repository: %+v, want %s", got, want)
	}
	if got := b.artifact("a:b.go"); got.URI != "./a:b.go" { // without the dot it would name a scheme
		t.Errorf("a colon: %+v", got)
	}
}
