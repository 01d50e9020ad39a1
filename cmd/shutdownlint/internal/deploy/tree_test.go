package deploy

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLarge reads a manifest of ten megabytes: a document is found in the middle of many others, and one that is large itself
// is left alone.
func TestLarge(t *testing.T) {
	const wanted = "---\napiVersion: apps/v1\nkind: Deployment\nspec: {selector: {}, template: {spec: {containers: [{image: a, ports: [{}]}]}}}\n"
	var b strings.Builder
	for i := 0; b.Len() < 5<<20; i++ {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d}\ndata: {containers: x}\n", i)
	}
	b.WriteString(wanted)
	line := strings.Count(b.String(), "\n")
	b.WriteString("---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n")
	for i := 0; b.Len() < 10<<20; i++ {
		fmt.Fprintf(&b, "    a%d: containers\n", i)
	}
	b.WriteString("spec: {selector: {}, template: {spec: {containers: [{image: a, ports: [{}]}]}}}\n")
	start := time.Now()
	r := findings(t, "-- k.yaml --\n"+b.String()+"-- l.yaml --\n"+wanted)
	t.Logf("%d MiB: %v", b.Len()>>20, time.Since(start))
	want := []string{fmt.Sprintf("k.yaml:%d readiness note", line), "l.yaml:4 readiness note"}
	if got := summarize(r.Findings); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if !slices.ContainsFunc(r.Log, func(line string) bool { return strings.Contains(line, "more than 2 MiB") }) {
		t.Errorf("nothing is said about the large document: %q", r.Log)
	}
}

// TestSkipped holds the walk to the tree.
func TestSkipped(t *testing.T) {
	const wrong = "FROM debian\nCMD ./app\n"
	archive := ""
	for _, name := range []string{"Dockerfile", "Containerfile", "a/Dockerfile.prod", "a/app.dockerfile", ".docker/Dockerfile", "vendor/Dockerfile", "testdata/Dockerfile", "node_modules/x/Dockerfile",
		".git/Dockerfile", "_x/Dockerfile", "nested/Dockerfile", "Dockerfile.md", "Dockerfile.dockerignore", "Dockerfile.tmpl", "README"} {
		archive += "-- " + name + " --\n" + wrong
	}
	archive += "-- nested/go.mod --\nmodule nested\n-- Dockerfile.binary --\nFROM debian\x00\nCMD ./app\n"
	var got []string
	for _, f := range findings(t, archive).Findings {
		got = append(got, f.File)
	}
	if want := []string{".docker/Dockerfile", "Containerfile", "Dockerfile", "a/Dockerfile.prod", "a/app.dockerfile"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRoots(t *testing.T) {
	for _, test := range []struct {
		patterns []string
		want     []Root
	}{
		{[]string{"./..."}, []Root{{"/w", true}}},
		{[]string{"."}, []Root{{"/w", false}}},
		{[]string{"./cmd/...", "../x", "./cmd/..."}, []Root{{"/w/cmd", true}, {"/x", false}}},
		{[]string{"/abs/..."}, []Root{{"/abs", true}}},
		{[]string{"example.com/m/...", "std", "all", "./a/.../b"}, nil},
	} {
		if got := Roots("/w", test.patterns); !slices.Equal(got, test.want) {
			t.Errorf("%q: %v, want %v", test.patterns, got, test.want)
		}
	}
}

// FuzzFiles holds the readers to not crashing, whatever they are given.
func FuzzFiles(f *testing.F) {
	f.Add("Dockerfile", "FROM a AS b\nCOPY --from=b . /\nWORKDIR x\nENTRYPOINT [\"sh\"]\nCMD x")
	f.Add("compose.yaml", "services: &s\n  a: {build: ., command: sh -c x, <<: *s}\n")
	f.Add("k.yaml", "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pod, spec: {containers: [{image: a, command: [sh, -c, 'a|b']}]}}]\n")
	f.Add("k.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {selector: {}, template: {spec: {containers: [{image: a, ports: [1], livenessProbe: {httpGet: {path: /a}}, readinessProbe: {httpGet: {path: /a}}}]}}}\n")
	f.Add("k.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {selector: {}, template: {metadata: {labels: {a: b}}, spec: {containers: [{image: shop, ports: [1], lifecycle: {preStop: {exec: {command: [sh, -c, sleep 1]}}}}]}}}\n---\nkind: Service\napiVersion: v1\nspec: {selector: {a: b}}\n")
	f.Add("k.yaml", "apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {template: {spec: {timeoutSeconds: 1, containers: [{image: shop}]}}}\n---\nResources: {T: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: a, Image: shop, StopTimeout: 1}]}}}\n")
	f.Add("fly.toml", "app = \"a\"\nkill_timeout = 1\nkill_signal = 'x\n[build]\nimage = \"shop\"\n[a]\nb = \"\"\"\nc\n\"\"\"")
	f.Add("supervisord.conf", "[program:a]\ncommand=shop ; x\nstopwaitsecs=1\nstopsignal=QUIT\n environment=1")
	f.Add("a.nomad", "job \"a\" {\n group \"b\" { task \"c\" { driver = \"docker\"\n kill_timeout = \"1s\" # x\n config { image = \"shop\", args = [\"a\",\n/* */ \"b\"] }\ntemplate { data = <<-E\n}\nE\n } } } }")
	f.Add("taskdef.json", "{\"containerDefinitions\": [{\"name\": \"a\", \"image\": \"shop\", \"stopTimeout\": 1}]}")
	f.Add("shop.service", "[Service]\nExecStart=\\\nshop\nTimeoutStopSec=1min\\\n")
	f.Fuzz(func(t *testing.T, name, content string) {
		if kindOf(filepath.Base(name)) == none || strings.ContainsAny(name, "/\\\x00") || len(name) > 50 {
			return
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			return
		}
		r := Run(Config{Roots: []Root{{dir, true}}, Programs: []Program{shop, front}})
		for _, e := range r.Errors {
			t.Errorf("%s: %s", e.File, e.Message)
		}
		for _, found := range r.Findings {
			for _, fix := range found.Fixes {
				for _, e := range fix.Edits {
					if e.Start < 0 || e.Start > e.End || e.End > len(content) {
						t.Errorf("%s: the edit %+v is not in the file", found.Category, e)
					}
				}
			}
		}
		for _, e := range Run(Config{Programs: []Program{shop, front}, Manifests: &Manifests{Stdin: []byte(content)}}).Errors {
			if strings.HasPrefix(e.Message, "internal error") || e.Line < 1 || e.Line > strings.Count(content, "\n")+1 {
				t.Errorf("%d: %s", e.Line, e.Message)
			}
		}
	})
}

// rendered returns so many megabytes of what Helm makes of Deployments of an image, with their Services.
func rendered(megabytes int, image string) []byte {
	const object = `---
# Source: chart/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: app%[1]d, labels: {app.kubernetes.io/managed-by: Helm}}
spec:
  replicas: 3
  selector:
    matchLabels: {app: app%[1]d}
  template:
    metadata:
      labels: {app: app%[1]d}
    spec:
      terminationGracePeriodSeconds: 45
      containers:
        - name: app
          image: registry.example.com/acme/%[2]s:v1.2.3
          env:
            - {name: A, value: "some value"}
          ports:
            - containerPort: 8080
          readinessProbe:
            httpGet: {path: /ready, port: 8080}
          livenessProbe:
            httpGet: {path: /live, port: 8080}
---
apiVersion: v1
kind: Service
metadata:
  name: app%[1]d
spec:
  selector: {app: app%[1]d}
`
	var b bytes.Buffer
	for i := 0; b.Len() < megabytes<<20; i++ {
		fmt.Fprintf(&b, object, i, image)
	}
	return b.Bytes()
}

// BenchmarkNamed reads ten megabytes of manifests that somebody named: of images of others, and of one that runs a program.
func BenchmarkNamed(b *testing.B) {
	for _, image := range []string{"other", "front"} {
		content := rendered(10, image)
		b.Run(image, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				r := Run(Config{Programs: []Program{front}, Manifests: &Manifests{Stdin: content}})
				if len(r.Errors) > 0 || image == "front" && len(r.Findings) < 10000 || image == "other" && len(r.Findings) > 0 {
					b.Fatal(r.Errors, len(r.Findings))
				}
			}
		})
	}
}
