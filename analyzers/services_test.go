package analyzers_test

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestServices runs all checks on whole services, through both doors: each finds what the want comments say, and nothing
// else.
func TestServices(t *testing.T) {
	if testing.Short() {
		t.Skip("go vet analyses all that the services import")
	}
	mods, err := filepath.Glob(filepath.Join("..", "testdata", "services", "*", "go.mod"))
	if err != nil || len(mods) == 0 {
		t.Fatalf("no services: %v", err)
	}
	for _, mod := range mods {
		dir, err := filepath.Abs(filepath.Dir(mod))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			alone := sampleFindings(t, dir) // without deployment files, as go vet knows about Go only
			vet := checktest.VetFindings(t, dir, "-notes", "-deploy=false")
			checktest.Want(t, dir, alone)
			checktest.Want(t, dir, vet)
			if a, v := lines(alone), lines(vet); !slices.Equal(a, v) {
				t.Errorf("the doors disagree:\nstandalone %q\ngo vet     %q", a, v)
			}
			all := byPackage(t, vet)
			for _, pkg := range packagesOf(t, dir) {
				if got, want := byPackage(t, checktest.VetFindingsIn(t, dir, pkg, "-notes", "-deploy=false")), all[path.Clean(pkg)]; !slices.Equal(got[path.Clean(pkg)], want) {
					t.Errorf("go vet %s: %q\ntogether %q", pkg, got, want)
				}
			}
		})
	}
}

// lines returns what the doors must agree on, in order.
func lines(findings []checktest.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, fmt.Sprintf("%s:%d:%d: %s: %s (%s, %s)", f.File, f.Line, f.Column, f.Check, f.Message, f.Category, f.Level))
	}
	slices.Sort(list)
	return list
}
