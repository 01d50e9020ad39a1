package changes_test

import (
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/changes"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

func TestChanges(t *testing.T) {
	prelude := snippet.Imports("bufio", "context", "database/sql", "fmt", "io", "os") + `
type saver interface { Save(string) error; Name() string; Info(string) }
type app struct { db *sql.DB; s saver }
`
	for _, test := range []struct{ name, src, want string }{
		{"nothing", `func f(db *sql.DB) {}`, ""},
		{"looks", `func f(db *sql.DB) { db.Query("SELECT") }`, ""},
		{"changes", `func f(db *sql.DB) { db.Exec("INSERT") }`, "database/sql.DB"},
		{"begins", `func f(ctx context.Context, db *sql.DB) { db.BeginTx(ctx, nil) }`, "database/sql.DB"},
		{"a field", `func (a *app) f() { a.db.Exec("INSERT") }`, "database/sql.DB example.com/p.app"},
		{"through a function", `func f(db *sql.DB) { g(db) }; func g(db *sql.DB) { db.Exec("INSERT") }`, "database/sql.DB"},
		{"in a literal", `func f(db *sql.DB) { _ = func() { db.Exec("INSERT") } }`, "database/sql.DB"},
		{"in a goroutine", `func f(db *sql.DB) { go db.Exec("INSERT") }`, "database/sql.DB"},
		{"an interface", `func (a *app) f() { a.s.Save("") }`, "(example.com/p.saver).Save"},
		{"what an interface tells", `func (a *app) f() { a.s.Name(); a.s.Info("") }`, ""},
		{"buffers", `func f(w *bufio.Writer) { w.WriteString("") }`, "bufio.Writer"},
		{"buffers what is printed", `func f(w *bufio.Writer) { fmt.Fprintln(w, "") }`, "bufio.Writer"},
		{"a file", `func f(w *os.File) { fmt.Fprintln(w, "") }`, ""},
		{"any writer", `func f(w io.Writer) { fmt.Fprintln(w, "") }`, ""},
		{"both", `func (a *app) f(w *bufio.Writer) { w.Write(nil); a.db.Exec("") }`, "bufio.Writer database/sql.DB example.com/p.app"},
		{"itself", `func f(db *sql.DB) { f(db); db.Exec("") }`, "database/sql.DB"},
	} {
		p := facettest.Compute(t, snippet.Check(t, prelude+test.src), false, changes.Facet)
		if got := strings.Join(p.RowOf(t, "f").Changes, " "); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if p := facettest.Compute(t, snippet.Check(t, prelude+`func f(db *sql.DB) { db.Exec("") }`), true, changes.Facet); p.RowOf(t, "f").Changes != nil {
		t.Error("of others the names tell")
	}
}
