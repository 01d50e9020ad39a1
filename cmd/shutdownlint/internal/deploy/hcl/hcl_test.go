package hcl

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// outline writes a block on one line.
func outline(b *Block) string {
	var parts []string
	for _, a := range b.Attrs {
		parts = append(parts, a.Key+"="+a.Value)
	}
	for _, c := range b.Blocks {
		parts = append(parts, fmt.Sprintf("%s%q{%s}", c.Type, c.Labels, outline(c)))
	}
	return strings.Join(parts, "; ")
}

func TestParse(t *testing.T) {
	for src, want := range map[string]string{
		"a = 1\nb = \"x # y\" # z\n":               `a=1; b="x # y"`,
		"job \"x\" {\n type = \"batch\" // a\n}\n": `job["x"]{type="batch"}`,
		"a { b { c = [\n 1, # }\n 2 ] } }":         "a[]{b[]{c=[\n 1, # }\n 2 ]}}",
		"/* a = 1 */ b = 2":                        `b=2`,
		"a = <<EOF\nb = 1\n}\nEOF\nc = 3\n":        "a=<<EOF\nb = 1\n}\nEOF; c=3",
		"a = \"\\\"}\"\nb { c = \"${x}\" }":        `a="\"}"; b[]{c="${x}"}`,
		"resource \"a\" \"b\" {}\r\nx = 1\r\n":     `x=1; resource["a" "b"]{}`,
		"} = {{":                                   "",
		"a {":                                      "a[]{}",
		"a = \"open\nb = 2":                        "a=\"open; b=2",
	} {
		if got := outline(Parse(text.New("x.hcl", []byte(src)))); got != want {
			t.Errorf("%q: %s, want %s", src, got, want)
		}
	}
}

func TestTexts(t *testing.T) {
	for value, want := range map[string]string{`"a"`: "a true", `"a${b}"`: " false", "b": " false", `"a" + "b"`: " false", `"`: " false"} {
		if s, ok := (Attr{Value: value}).Text(); fmt.Sprint(s, " ", ok) != want {
			t.Errorf("%s: %q, %v, want %s", value, s, ok, want)
		}
	}
	for value, want := range map[string]string{`["a", "b",]`: "[a b] true", "[\n# c\n\"a\"\n]": "[a] true", `["a", b]`: "[] false", `"a"`: "[] false", "[]": "[] true"} {
		if list, ok := (Attr{Value: value}).Words(); fmt.Sprint(list, " ", ok) != want {
			t.Errorf("%s: %q, %v, want %s", value, list, ok, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("00\"")
	f.Add("job \"a\" { b = [1, \"x\"]\n c { d = <<E\nE\n } } # e")
	f.Fuzz(func(t *testing.T, src string) {
		var visit func(b *Block)
		visit = func(b *Block) {
			for _, a := range b.Attrs {
				if src[a.At.Start:a.At.End] != a.Value {
					t.Errorf("%q is not at %v", a.Value, a.At)
				}
				a.Words()
			}
			for _, c := range b.Blocks {
				visit(c)
			}
		}
		visit(Parse(text.New("x", []byte(src))))
	})
}
