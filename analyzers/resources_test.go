package analyzers

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// TestResources holds the list of what must be released, and by whom, to the table, or writes it.
func TestResources(t *testing.T) {
	const file = "unclosed/resources.md"
	var b strings.Builder
	b.WriteString("# What must be released, and what releases it\n\nWritten by `go test ./analyzers -update` from the table in `internal/resource`. Results and arguments count from 0. A method without a\nrow does nothing to what it is called on; functions that are not listed are judged by their source.\n\n| function | |\n|---|---|\n")
	rows := resource.ResourceRows()
	slices.SortFunc(rows, func(a, b resource.Row) int {
		if c := strings.Compare(resource.PackageOf(a.Func), resource.PackageOf(b.Func)); c != 0 {
			return c
		}
		return strings.Compare(a.Func, b.Func)
	})
	for _, r := range rows {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r.Func, r.Meaning())
	}
	old, err := os.ReadFile(file)
	if err == nil && string(old) == b.String() {
		return
	}
	if !checktest.Update() {
		t.Fatalf("%s is not what the table says (%v); run go test ./analyzers -run TestResources -update", file, err)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
