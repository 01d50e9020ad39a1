package analyzers_test

import (
	"encoding/json"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestSubsets asks for each package of the checks' testdata and of the services alone: what is found in it must be what is
// found in it together with all others.
func TestSubsets(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program on each package by itself")
	}
	for _, pattern := range []string{filepath.Join("*", "testdata", "go.mod"), filepath.Join("..", "testdata", "services", "*", "go.mod")} {
		mods, err := filepath.Glob(pattern)
		if err != nil || len(mods) == 0 {
			t.Fatalf("no modules in %s: %v", pattern, err)
		}
		for _, mod := range mods {
			dir, err := filepath.Abs(filepath.Dir(mod))
			if err != nil {
				t.Fatal(err)
			}
			t.Run(filepath.ToSlash(filepath.Dir(mod)), func(t *testing.T) {
				t.Parallel()
				all := byPackage(t, sampleFindings(t, dir))
				for _, pkg := range packagesOf(t, dir) {
					alone := byPackage(t, checktest.UnwatchedFindings(t, dir, pkg, "-notes", "-deploy=false"))
					if got, want := alone[path.Clean(pkg)], all[path.Clean(pkg)]; !slices.Equal(got, want) {
						t.Errorf("%s alone %q\ntogether %q", pkg, got, want)
					}
					if len(alone) > 1 {
						t.Errorf("%s alone has findings elsewhere: %v", pkg, alone)
					}
				}
			})
		}
	}
}

// samples holds a *sample for each module that several tests ask about.
var samples sync.Map

type sample struct {
	once     sync.Once
	findings []checktest.Finding
}

// sampleFindings returns what is found, notes included, in the Go files of the module at dir, which no test changes.
func sampleFindings(t *testing.T, dir string) []checktest.Finding {
	t.Helper()
	v, _ := samples.LoadOrStore(dir, new(sample))
	s := v.(*sample)
	s.once.Do(func() {
		checktest.Download(t, dir)
		s.findings = checktest.UnwatchedFindings(t, dir, "./...", "-notes", "-deploy=false")
	})
	return s.findings
}

// packagesOf returns the packages of the module at dir as patterns relative to it.
func packagesOf(t *testing.T, dir string) []string {
	cmd := exec.Command("go", "list", "-e", "-f", "{{.Dir}}", "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for line := range strings.Lines(string(out)) {
		rel, err := filepath.Rel(dir, strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		patterns = append(patterns, "./"+filepath.ToSlash(rel))
	}
	return patterns
}

// byPackage returns all that is known of the findings by the directory of the package.
func byPackage(t *testing.T, findings []checktest.Finding) map[string][]string {
	found := make(map[string][]string)
	for _, f := range findings {
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(filepath.ToSlash(f.File))
		found[dir] = append(found[dir], string(text))
	}
	for _, list := range found {
		slices.Sort(list)
	}
	return found
}
