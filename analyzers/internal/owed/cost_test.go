package owed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// branchy is a function with n queries, each followed by branches that may or may not close its rows.
func branchy(n int) string {
	var b strings.Builder
	b.WriteString("package branchy\n\nimport \"database/sql\"\n\nfunc long(db *sql.DB, a []bool) error {\n")
	b.WriteString("\tfirst, err := db.Query(\"SELECT 0\")\n\tif err != nil {\n\t\treturn err\n\t}\n")
	for i := range n {
		fmt.Fprintf(&b, "\tif a[%d] {\n\t\tfirst.Next()\n\t} else if err == sql.ErrNoRows {\n\t\ta[0] = false\n\t}\n", i)
		if i%100 == 0 {
			fmt.Fprintf(&b, "\tr%d, err := db.Query(\"SELECT 1\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tif a[%[1]d] {\n\t\tr%[1]d.Close()\n\t}\n", i)
		}
	}
	b.WriteString("\treturn first.Close()\n}\n")
	return b.String()
}

// TestLongFunctions holds the cost to the length of the function: 2,000 branches are read in no time.
func TestLongFunctions(t *testing.T) {
	cost := func(n int) time.Duration {
		dir := t.TempDir()
		for name, text := range map[string]string{"go.mod": "module example.com/branchy\n\ngo 1.26\n", "branchy.go": branchy(n)} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		found := checktest.Findings(t, dir, "-unclosed")
		if want := n/100 + 1; len(found) != want {
			t.Errorf("%d branches: %d findings, want %d", n, len(found), want)
		}
		return time.Since(start)
	}
	cost(100) // compiles what is needed
	if d := cost(2000); d > 30*time.Second {
		t.Errorf("2,000 branches took %v", d)
	}
}
