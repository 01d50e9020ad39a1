package yamltree

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

func all([]byte) bool { return true }

const sample = `# a comment
base: &base
  x: 1
  y: "two words"
--- # the second document
a: &a {x: 1, list: [1, "b c", 'd']}
b:
  <<: *a
  x: 2
  ü: ö # not one byte a letter
c: *a
d: {<<: [*a, {z: 3}]}
e: ~
---
broken: [
--- {x: 5}
`

func TestGet(t *testing.T) {
	for _, lineEnd := range []string{"\n", "\r\n"} {
		f := text.New("x.yaml", []byte(strings.ReplaceAll(sample, "\n", lineEnd)))
		roots, errs := Parse(f, all)
		if len(roots) != 3 || len(errs) != 1 {
			t.Fatalf("%d documents, errors %v; want 3 and one error", len(roots), errs)
		}
		for _, test := range []struct {
			root int
			path string
			want string
			at   string // where it stands, if that is not the value
		}{
			{0, "base x", "1", ""},
			{0, "base y", "two words", `"two words"`},
			{1, "a x", "1", ""},
			{1, "b x", "2", ""},
			{1, "b ü", "ö", ""},
			{1, "c x", "1", ""},
			{1, "d x", "1", ""},
			{1, "d z", "3", ""},
			{1, "e", "", "~"},
			{1, "a x y", "", ""},
			{1, "nothing", "", ""},
			{2, "x", "5", ""},
		} {
			n := roots[test.root].Get(strings.Fields(test.path)...)
			if n.Text() != test.want {
				t.Errorf("%d %s: %q, want %q", test.root, test.path, n.Text(), test.want)
			}
			if test.want == "" {
				continue
			}
			at := test.at
			if at == "" {
				at = test.want
			}
			if got := f.Text(n.Span()); got != at {
				t.Errorf("%d %s stands at %q, want %q", test.root, test.path, got, at)
			}
		}
		words, ok := roots[1].Get("a", "list").Words()
		if !ok || strings.Join(words, "|") != "1|b c|d" {
			t.Errorf("the list is %q, %v", words, ok)
		}
		if _, ok := roots[1].Get("a").Words(); ok {
			t.Error("a mapping is taken for a list")
		}
	}
}

func TestInsertion(t *testing.T) {
	f := text.New("x.yaml", []byte("a:\n  b: 1\nc: {d: 1}\ne:\n  - f: 1\n    g: 2\nh: &h\n  i: 1\n"))
	roots, errs := Parse(f, all)
	if len(roots) != 1 {
		t.Fatal(errs)
	}
	if at, indent, ok := roots[0].Get("a").Insertion(); !ok || indent != "  " || !strings.HasPrefix(string(f.Content[at:]), "  b: 1") {
		t.Errorf("a: %d, %q, %v", at, indent, ok)
	}
	for _, key := range []string{"c", "h"} {
		if _, _, ok := roots[0].Get(key).Insertion(); ok {
			t.Errorf("%s: a line can be put in front of its first key", key)
		}
	}
	if _, _, ok := roots[0].Get("e").Items()[0].Insertion(); ok {
		t.Error("a line can be put behind the dash of an element")
	}
}

// TestBomb looks things up in anchors that multiply, and in one that holds itself.
func TestBomb(t *testing.T) {
	src := "a: &a {x: 1}\n"
	for c := 'b'; c < 'z'; c++ {
		src += string(c) + ": &" + string(c) + " {<<: [*" + strings.Repeat(string(c-1)+", *", 9) + string(c-1) + "]}\n"
	}
	roots, errs := Parse(text.New("x.yaml", []byte(src)), all)
	if len(roots) != 1 {
		t.Fatal(errs)
	}
	if n := roots[0].Get("c", "x"); n.Text() != "1" {
		t.Errorf("c has %q", n.Text())
	}
	if n := roots[0].Get("y", "x"); n.Text() != "1" {
		t.Errorf("y has %q", n.Text())
	}
	self, _ := Parse(text.New("x.yaml", []byte("a: &a\n  <<: *a\n  b: *a\n")), all)
	for _, root := range self {
		root.Get("a", "b", "b", "b", "c")
	}
}

// outline says all that can be asked of a value.
func outline(n Node) string {
	switch {
	case !n.Valid():
		return "nothing"
	case n.IsMapping():
		var b strings.Builder
		for _, e := range n.entries() {
			fmt.Fprintf(&b, "%s=%s,", outline(Node{e[0], n.doc}), outline(Node{e[1], n.doc}))
		}
		return fmt.Sprint(n.Span(), "{", b.String(), "}")
	case n.IsScalar():
		return fmt.Sprint(n.Span(), n.Exact(), n.Text())
	}
	var b strings.Builder
	for _, item := range n.Items() {
		b.WriteString(outline(item) + ",")
	}
	return fmt.Sprint(n.Span(), "[", b.String(), "]")
}

// checkTogether holds what is read of several documents to what is read of each. It reports whether they could be read as one stream.
func checkTogether(t *testing.T, content string) bool {
	t.Helper()
	documents := Documents(text.New("x.yaml", []byte(content)))
	roots, errs := ParseAll(documents, longest)
	for i, d := range documents {
		root, err := d.Parse(longest)
		if (err == nil) != (errs[i] == nil) || err != nil && *err != *errs[i] {
			t.Errorf("%q: document %d: error %v, want %v", content, i, errs[i], err)
		} else if got, want := outline(roots[i]), outline(root); got != want {
			t.Errorf("%q: document %d: %s, want %s", content, i, got, want)
		}
	}
	return together(documents, longest) != nil
}

func TestParseAll(t *testing.T) {
	for _, test := range []struct {
		content  string
		together bool
	}{
		{"---\na: 1\n--- # b\nb: [x,\n  'y']\n---\n# nothing\n---\nc: |\n  text\n\n---\n- {d: \"e\"}", true},
		{"--- a\n---\tb\n", true},
		{"---\r\na: 1\r\n---\r\nb: 2\r\n", true},
		{"a: 1\n---\nb: 2\n", false}, // begins without a mark
		{"---\na: &x 1\n---\nb: *x\n", false},
		{"---\na: 1\n---\nb: [\n---\nc: 3\n", false},
		{"---\na: \"\n---\nb: \"\n", false},
		{"---\na: 1\n...\nb: 2\n---\nc: 3\n", false}, // two in one
		{"---\na: 1\n...\n%YAML 1.2\n---\nb: 2\n", false},
		{"---\na: 1\u2028b: 2\n---\nc: 3\n", false}, // a line end for the library alone
	} {
		if got := checkTogether(t, test.content); got != test.together {
			t.Errorf("%q: read together: %v, want %v", test.content, got, test.together)
		}
	}
}

func FuzzParseAll(f *testing.F) {
	f.Add("---\na: 1\n--- # b\nb: [x,\n  'y']\n---\nc: |\n  text\n\n---\n- {d: \"e\"}")
	f.Add("---\na: &x 1\n...\n---\r\nb: *x\n--- !!map\n? {a}\n: \"\u2028\"\n---\n%YAML 1.2\n")
	f.Fuzz(func(t *testing.T, content string) { checkTogether(t, content) })
}
