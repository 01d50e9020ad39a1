package deploy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestBroken breaks a document between two others in many ways: that is one error, in its line, and the others are read.
func TestBroken(t *testing.T) {
	const good = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  replicas: 3\n  terminationGracePeriodSeconds: 20\n  containers:\n    - image: shop\n"
	for _, test := range []struct {
		name, from, to string
		line           int // of the document; 0 if it is read
	}{
		{"tab", "  replicas", "\treplicas", 5},
		{"quote", "{name: a}", "{name: \"a}", 3}, // where it begins
		{"brace", "{name: a}", "{name: a", 3},
		{"alias", "3", "*three", 5},
		{"invalid UTF-8", "3", "\"\xff\"", 5},
		{"NUL", "3", "\"\x00\"", 5},
		{"control", "3", "\"\x07\"", 5},
		{"indentation", "  replicas", "   replicas", 6},
		{"colon", "3", "3: 4", 5},
		{"list", "  replicas: 3", "  - 3", 6},
		{"depth", "3", strings.Repeat("[", 20000), 5},
		{"bracket", "3", "]", 5},
		{"percent", "3", "%x", 5},
		{"at", "3", "@x", 5},
		{"twice", "  replicas", "  replicas: 4\n  replicas", 0},
		{"tag", "3", "!!int x", 0},
		{"itself", "{name: a}", "&a {b: *a}", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(good, test.from, test.to, 1)
			stream := good + "---\n" + broken + "---\n" + good
			n := strings.Count(good, "\n") + 1
			var want, errors []string
			if want = append(want, "<stdin>:6 grace-budget"); test.line == 0 {
				want = append(want, fmt.Sprintf("<stdin>:%d grace-budget", n+strings.Count(broken[:strings.Index(broken, "terminationGrace")], "\n")+1))
			} else {
				errors = append(errors, fmt.Sprint(n+test.line))
			}
			want = append(want, fmt.Sprintf("<stdin>:%d grace-budget", n+strings.Count(broken, "\n")+1+6))
			r := Run(Config{Programs: []Program{shop}, Manifests: &Manifests{Stdin: []byte(stream)}})
			var got []string
			for _, e := range r.Errors {
				got = append(got, fmt.Sprint(e.Line))
			}
			if !slices.Equal(got, errors) {
				t.Errorf("errors %v, want them in lines %v", r.Errors, errors)
			}
			if found := summarize(r.Findings); !slices.Equal(found, want) {
				t.Errorf("%q, want %q", found, want)
			}
		})
	}
}

// TestBrokenFiles breaks files of all formats at many places: no other file is lost, and of YAML, which somebody will read as a whole, it
// is said.
func TestBrokenFiles(t *testing.T) {
	const good = "-- z.service --\n[Service]\nExecStart=/bin/shop\nTimeoutStopSec=5\n"
	for _, test := range []struct {
		file, content string
		says          bool
	}{
		{"compose.yaml", "services:\n  a:\n    image: shop\n    stop_grace_period: 20s\n", true},
		{"k.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: shop\n", true},
		{"taskdef.json", "{\"containerDefinitions\": [\n  {\"name\": \"a\", \"image\": \"shop\", \"stopTimeout\": 5}]}\n", true},
		{"a.service", "[Service]\nExecStart=/bin/shop -x \\\n  -y\nTimeoutStopSec=5\n", false},
		{"supervisord.conf", "[program:a]\ncommand=shop\nstopwaitsecs=5\n", false},
		{"fly.toml", "app = \"shop\"\nkill_timeout = \"5s\"\n[build]\nimage = \"shop\"\n", false},
		{"a.nomad", "job \"a\" {\n group \"b\" {\n  task \"c\" {\n   driver = \"docker\"\n   config { image = \"shop\" }\n  }\n }\n}\n", false},
		{"Dockerfile", "FROM golang AS build\nRUN go build -o /shop . && \\\n  true\nFROM debian\nCOPY --from=build /shop /shop\nCMD /shop\n", false},
	} {
		said := 0
		for i := 0; i <= len(test.content); i += 3 {
			for _, with := range []string{"\"", "\t{", "[\n", "\xff", "\x07", "*x: ", "\\\n", "<<EOF\n", "%", "- "} {
				r := findings(t, good+"-- "+test.file+" --\n"+test.content[:i]+with+test.content[i:], shop)
				if !slices.Contains(summarize(r.Findings), "z.service:3 grace-budget") {
					t.Fatalf("%s: %q at %d: %q", test.file, with, i, summarize(r.Findings))
				}
				for _, b := range r.Broken {
					if said++; b.Line < 1 || b.Message == "" {
						t.Errorf("%s: %q at %d: %+v", test.file, with, i, b)
					}
				}
			}
		}
		if (said > 0) != test.says {
			t.Errorf("%s: %d times it was said that it cannot be read", test.file, said)
		}
	}
	if r := findings(t, "-- k.yaml --\napiVersion: v1\nkind: Pod\nspec: {{ .x }\n  containers:\n", shop); len(r.Broken) > 0 {
		t.Errorf("a template: %v", r.Broken)
	}
}
