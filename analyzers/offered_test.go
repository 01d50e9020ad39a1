package analyzers_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestFixesOffered counts the fixes that are offered for the findings of each category in the sample services, the programs that work and
// the testdata of the checks, so that one is missed which is lost. What changes is to be read before -update writes it down.
func TestFixesOffered(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses all samples")
	}
	type count struct{ fixes, findings int }
	counts := make(map[string]count)
	for _, pattern := range []string{"../testdata/works/go.mod", "../testdata/services/*/go.mod", "*/testdata/go.mod"} {
		mods, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil || len(mods) == 0 {
			t.Fatalf("no samples: %s: %v", pattern, err)
		}
		for _, mod := range mods {
			dir, err := filepath.Abs(filepath.Dir(mod))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range sampleFindings(t, dir) {
				c := counts[f.Category]
				c.findings++
				if len(f.Fixes) > 0 {
					c.fixes++
				}
				counts[f.Category] = c
			}
		}
	}
	var got strings.Builder
	for _, category := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&got, "%s: %d of %d\n", category, counts[category].fixes, counts[category].findings)
	}
	golden := filepath.Join("..", "testdata", "fixes.txt")
	if checktest.Update() {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("fixes offered, by category:\n%s\nwant what %s says:\n%s", got.String(), golden, want)
	}
}
