package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestDoorsAgree runs golangci-lint and the program on its own on whole services: the findings must be the same. What the
// services' own tests demand of the program holds for golangci-lint then, too.
func TestDoorsAgree(t *testing.T) {
	mods, err := filepath.Glob(filepath.Join("..", "..", "testdata", "services", "*", "go.mod"))
	if err != nil || len(mods) == 0 {
		t.Fatalf("no services: %v", err)
	}
	tool, cached := standalone(t), cache(t)
	linter, err := exec.LookPath("golangci-lint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	for _, mod := range mods {
		dir := filepath.Dir(mod)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			output(t, dir, nil, "go", "mod", "download")
			env := []string{"GOLANGCI_LINT_CACHE=" + cached, "GOWORK=off", "GOFLAGS=", "TMPDIR=" + t.TempDir()}
			golangci := issues(t, output(t, dir, env, linter, "run", "-c", configuration(t, dir), "--output.json.path", "stdout", "--show-stats=false", "./..."))
			alone := findings(t, output(t, dir, env, tool, "-notes", "-format", "json", "./..."))
			t.Logf("%d findings", len(alone))
			for _, f := range alone {
				if !slices.Contains(golangci, f) {
					t.Errorf("only standalone: %s", f)
				}
			}
			for _, f := range golangci {
				if !slices.Contains(alone, f) {
					t.Errorf("only golangci-lint: %s", f)
				}
			}
		})
	}
}

// configuration writes what golangci-lint needs to know. A service's own configuration file becomes the plugin's settings.
func configuration(t *testing.T, dir string) string {
	settings := make(map[string]any)
	data, err := os.ReadFile(filepath.Join(dir, ".shutdownlint.yaml"))
	if err == nil {
		err = yaml.Unmarshal(data, settings)
	} else if os.IsNotExist(err) {
		err = nil
	}
	if err != nil {
		t.Fatal(err)
	}
	excluded := settings["exclude"] // golangci-lint has regular expressions of its own for that
	delete(settings, "exclude")
	settings["notes"] = true
	data, err = yaml.Marshal(map[string]any{
		"version": "2",
		"run":     map[string]any{"relative-path-mode": "wd"},
		"issues":  map[string]any{"max-issues-per-linter": 0, "max-same-issues": 0, "uniq-by-line": false},
		"linters": map[string]any{
			"default":    "none",
			"enable":     []string{"shutdownlint"},
			"exclusions": map[string]any{"generated": "disable", "paths": excluded},
			"settings":   map[string]any{"custom": map[string]any{"shutdownlint": map[string]any{"type": "module", "settings": settings}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), ".golangci.yml")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// issues are what golangci-lint found, one line each.
func issues(t *testing.T, out []byte) []string {
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var lines []string
	for _, i := range report.Issues {
		if i.FromLinter != "shutdownlint" {
			t.Errorf("%s: %s", i.FromLinter, i.Text)
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", filepath.ToSlash(i.Pos.Filename), i.Pos.Line, i.Pos.Column, i.Text))
	}
	return lines
}

// findings are what the program found, in the same form. Deployment files are no business of golangci-lint.
func findings(t *testing.T, out []byte) []string {
	var report struct {
		Findings []struct {
			Check, Category, Level, File, Message string
			Line, Column                          int
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var lines []string
	for _, f := range report.Findings {
		if !strings.HasSuffix(f.File, ".go") {
			continue
		}
		label := f.Category
		if f.Level == "note" {
			label += ", note"
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s (%s)", f.File, f.Line, f.Column, f.Message, label))
	}
	return lines
}
