package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/picture"
)

// pictures returns what shutdownlint map prints about the module in dir.
func pictures(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	t.Chdir(dir) // and back, whatever the program does
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	var stdout, stderr bytes.Buffer
	door := &tool{open: (*config.File).Suite, categories: analyzers.Categories(), documentation: analyzers.DocumentationIn, stdout: &stdout, stderr: &stderr}
	if status := door.serve(append([]string{"map"}, args...)); status != exitClean || stderr.Len() > 0 {
		t.Errorf("status %d\n%s", status, &stderr)
	}
	return stdout.Bytes()
}

// TestMaps compares pictures of the sample services, in each format, with golden files. What has no line of its own in the
// pictures of the first service is in one of the others.
func TestMaps(t *testing.T) {
	here, err := filepath.Abs(filepath.Join("testdata", "map"))
	if err != nil {
		t.Fatal(err)
	}
	services := filepath.Join("..", "..", "testdata", "services")
	for _, test := range []struct{ dir, formats string }{
		{filepath.Join(services, "deploy-wrong"), "text html mermaid json"},
		{filepath.Join(services, "deploy-right"), "text"},
		{filepath.Join(services, "waydown"), "text"},
		{filepath.Join(here, "shapes"), "text json"},
	} {
		name := filepath.Base(test.dir)
		dir, err := filepath.Abs(test.dir)
		if err != nil {
			t.Fatal(err)
		}
		for format := range strings.FieldsSeq(test.formats) {
			t.Run(name+"/"+format, func(t *testing.T) {
				got := pictures(t, dir, "-format", format)
				golden(t, filepath.Join(here, name+"."+format), got)
				switch format {
				case "text":
					fits(t, got)
				case "json":
					documented(t, got)
				}
			})
		}
	}
}

// TestMapsAgree draws one program alone: what it does has not changed, and nothing depends on the order in which packages are done.
func TestMapsAgree(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("testdata", "map", "shapes"))
	if err != nil {
		t.Fatal(err)
	}
	all := string(pictures(t, dir))
	for range 3 {
		if one := string(pictures(t, dir, "./cmd/ready")); !strings.Contains(all, strings.Split(one, "\n━ serves")[0]) {
			t.Errorf("./cmd/ready draws\n%s\n./...\n%s", one, all)
		}
	}
}

// fits complains about lines that are too long, or end in blanks.
func fits(t *testing.T, text []byte) {
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if n := utf8.RuneCountInString(line); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("blanks at the end of %q", line)
		}
	}
}

// documented compares the keys of the JSON with those of the documentation of the command.
func documented(t *testing.T, text []byte) {
	var top struct {
		Shutdownlint string
		Version      int
		Maps         []any
	}
	if err := json.Unmarshal(text, &top); err != nil {
		t.Fatal(err)
	}
	if top.Shutdownlint != "map" || top.Version != picture.Version || len(top.Maps) == 0 {
		t.Errorf("%q, version %d with %d maps", top.Shutdownlint, top.Version, len(top.Maps))
	}
	doc, err := os.ReadFile("main.go")
	if err != nil {
		doc, err = os.ReadFile(filepath.Join(home, "main.go"))
	}
	if err != nil {
		t.Fatal(err)
	}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e)
			}
		case map[string]any:
			for key, e := range v {
				if !bytes.Contains(doc, []byte(`"`+key+`": `)) {
					t.Errorf("main.go does not say what %q is", key)
				}
				if e == nil && strings.Contains("actors steps serves via by ends signals unknown platforms findings", key) && key != "ends" {
					t.Errorf("the list %q is null", key)
				}
				visit(e)
			}
		}
	}
	visit(top.Maps)
}

// home is the directory of this package.
var home, _ = os.Getwd()

// TestMapInReadme holds the picture in README.md to what is printed today.
func TestMapInReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadFile(filepath.Join("testdata", "map", "waydown.text"))
	if err != nil {
		t.Fatal(err)
	}
	_, shown, ok := strings.Cut(string(readme), "$ shutdownlint map -C testdata/services/waydown ./cmd/falsefatal\n")
	shown, _, closed := strings.Cut(shown, "```")
	if !ok || !closed || !strings.Contains(string(all), shown) {
		t.Errorf("README.md shows another picture:\n%s", shown)
	}
}
