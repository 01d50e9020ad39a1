package losses_test

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/losses"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "database/sql", "io", "net", "os", "os/exec", "sync") + `
type buffer struct{ file *os.File; tx *sql.Tx }
func (b *buffer) Flush() error { return b.file.Sync() }
type closer interface { Close() error; Flush() error; String() string }
`

func TestFacet(t *testing.T) {
	facettest.Does(t, prelude, losses.Facet, []facettest.Case{
		{"nothing", `func f() {}`, ""},
		{"sync", `func f(file *os.File) { file.Sync() }`, "cleans"},
		{"deferred", `func f(file *os.File) { defer file.Sync() }`, "cleans"},
		{"goroutine", `func f(file *os.File) { go file.Sync() }`, ""},
		{"remove", `func f(name string) { os.Remove(name) }`, "cleans"},
		{"what it has made itself", `func f() { file, _ := os.Create(""); defer os.Remove(file.Name()); file.Sync() }`, ""},
		{"in a literal that it calls", `func f(b *buffer) { func() { b.Flush() }() }`, "cleans"},
		{"a field", `func f(b *buffer) { b.tx.Rollback() }`, "cleans"},
		{"pool", `func f(db *sql.DB) { db.Close() }`, "closes"},
		{"pool and file", `func f(db *sql.DB, b *buffer) { db.Close(); b.Flush() }`, "cleans|closes"},
		{"through a function that closes", `func f(db *sql.DB) { g(db) }; func g(db *sql.DB) { defer db.Close() }`, "closes"},
		{"client by its name", `type Client interface { Close() error; Do() }; func f(c Client) { c.Close() }`, "closes"},
		{"client that is shut down", `type Client interface { Shutdown() error; Do() }; func f(c Client) { c.Shutdown() }`, "cleans"},
		{"store by its name", `type Store interface { Close() error; Put() }; func f(s Store) { s.Close() }`, "cleans"},
		{"harmless", `func f(rows *sql.Rows) { rows.Close() }`, ""},
		{"connection", `func f(c net.Conn) { c.Close() }`, ""},
		{"unlock", `func f(mu *sync.Mutex) { mu.Unlock() }`, ""},
		{"through a function", `func f(b *buffer) { g(b) }; func g(b *buffer) { b.Flush() }`, "cleans"},
		{"hands out a cleanup", `func f() (*buffer, func()) { b := &buffer{}; return b, func() { b.Flush() } }`, "handsCleanup"},
		{"hands out a method", `func f(c closer) (func() error, error) { return c.Flush, nil }`, "handsCleanup"},
		{"hands out a method by a variable", `func f(c closer) func() error { flush := func() error { return c.Flush() }; return flush }`, "handsCleanup"},
		{"hands out what closes a pool", `func f(db *sql.DB) func() { return func() { db.Close() } }`, "handsClose"},
		{"hands on", `func f(b *buffer) func() { return g(b) }; func g(b *buffer) func() { return func() { b.Flush() } }`, "handsCleanup"},
		{"hands out a list of cleanups", `func f(c closer) (stop func(), err error) { var all []func() error; stop = func() { for _, fn := range all { fn() } }; all = append(all, c.Flush); return }`, "handsCleanup"},
		{"hands out what only reads", `func f(c closer) func() string { return c.String }`, ""},
		{"hands out a standard method", `func f(file *os.File) func() error { return file.Close }`, ""},
		{"hands out what it is given", `func f(stop func()) func() { return stop }`, ""},
		{"with a function to defer", `func f(b *buffer) (*buffer, error) { b.Flush(); return b, nil }`, ""},
	}, losses.Facet)
}

// TestOf tries the call that f defers, and gives the names of what is called.
func TestOf(t *testing.T) {
	tests := []facettest.Case{
		{"flush", `func f(b *buffer) { defer b.Flush() }`, "Flush"},
		{"interface", `func f(c closer) { defer c.Flush() }`, "Flush"},
		{"interface's other method", `func f(c closer) { defer c.String() }`, ""},
		{"error", `func f(err error) { defer err.Error() }`, ""},
		{"function value", `func f(stop func()) { defer stop() }`, ""},
		{"cancel", `func f() { _, cancel := context.WithCancel(context.Background()); defer cancel() }`, ""},

		// files
		{"file that is written", `func f() { file, _ := os.Create(""); defer file.Close(); file.WriteString("") }`, "Close"},
		{"file that is handed on", `func f() { file, _ := os.Create(""); defer file.Close(); io.Copy(file, nil) }`, "Close"},
		{"file that is left alone", `func f() { file, _ := os.Create(""); defer file.Close(); file.Name() }`, ""},
		{"file that is read", `func f() { file, _ := os.Open(""); defer file.Close(); io.Copy(io.Discard, file) }`, ""},
		{"file that is appended to", `func f() { file, _ := os.OpenFile("", os.O_APPEND|os.O_WRONLY, 0); defer file.Close(); file.Write(nil) }`, "Close"},
		{"file for reading", `func f() { file, _ := os.OpenFile("", os.O_RDONLY, 0); defer file.Close(); io.Copy(io.Discard, file) }`, ""},
		{"file with unknown flags", `func f(flags int) { file, _ := os.OpenFile("", flags, 0); defer file.Close(); file.Write(nil) }`, ""},
		{"file of a field", `func f(b *buffer) { defer b.file.Close() }`, ""},
		{"file from elsewhere", `func f(open func() *os.File) { file := open(); defer file.Close(); file.Write(nil) }`, ""},
		{"file of one of two", `func f(a bool) { file, _ := os.Create(""); if a { file = os.Stdout }; defer file.Close(); file.Write(nil) }`, ""},
		{"method value", `func f() { file, _ := os.Create(""); done := file.Close; file.Write(nil); defer done() }`, ""},

		// literals
		{"literal", `func f(b *buffer) { defer func() { b.Flush(); os.Remove("") }() }`, "Flush Remove"},
		{"literal in a literal", `func f(b *buffer) { defer func() { func() { b.Flush() }() }() }`, "Flush"},
		{"literal that starts a goroutine", `func f(b *buffer) { defer func() { go b.Flush() }() }`, ""},
		{"literal about its own", `func f() { defer func() { b := &buffer{}; b.Flush() }() }`, ""},
		{"literal about its own file", `func f() { defer func() { file, _ := os.CreateTemp("", ""); os.Remove(file.Name()) }() }`, ""},
		{"literal about another name", `func f(b *buffer) { defer func() { c := b; c.Flush() }() }`, "Flush"},
		{"literal about all of a list", `func f(list []*buffer) { defer func() { for _, b := range list { b.Flush() } }() }`, "Flush"},
		{"literal about a list of its own", `func f() { defer func() { list := []*buffer{}; for _, b := range list { b.Flush() } }() }`, ""},
		{"literal from a function", `func f() { _, cleanup := open(); defer cleanup() }; func open() (*buffer, func()) { b := &buffer{}; return b, func() { b.Flush() } }`, "Flush"},

		// helpers
		{"helper", `func f(b *buffer) { defer shut(b) }; func shut(b *buffer) { b.Flush() }`, "shut"},
		{"helper that closes a file", `func f() { file, _ := os.Create(""); defer shut(file); file.Write(nil) }; func shut(c io.Closer) { c.Close() }`, "shut"},
		{"helper that closes what was read", `func f() { file, _ := os.Open(""); defer shut(file) }; func shut(c io.Closer) { c.Close() }`, ""},
		{"helper that does nothing", `func f(b *buffer) { defer shut(b) }; func shut(b *buffer) {}`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.Src), false, slots.Facet, losses.Facet)
			var names []string
			for cur := range p.DeclOf(t, "f").Preorder((*ast.DeferStmt)(nil)) {
				for call := range cur.Preorder((*ast.CallExpr)(nil)) {
					for _, lost := range losses.Of(p.Package, call) {
						names = append(names, p.Callee(lost.Node().(*ast.CallExpr)).Name())
					}
					break
				}
			}
			if got := strings.Join(names, " "); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}
