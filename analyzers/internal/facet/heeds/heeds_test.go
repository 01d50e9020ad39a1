package heeds_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/heeds"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "database/sql", "log/slog", "net/http", "os/exec", "time") + `
var db *sql.DB
type key struct{}
type mailer interface { Send(context.Context, string) error; Trace(context.Context) }
var mail mailer
var hook func(context.Context) error
`

func TestFacet(t *testing.T) {
	for _, test := range []struct {
		name, src string
		want      bool
	}{
		{"query", `func f(ctx context.Context) { db.ExecContext(ctx, "") }`, true},
		{"row", `func f(ctx context.Context) { db.QueryRowContext(ctx, "") }`, true},
		{"request", `func f(ctx context.Context) { http.NewRequestWithContext(ctx, "", "", nil) }`, true},
		{"command", `func f(ctx context.Context) { exec.CommandContext(ctx, "").Run() }`, true},
		{"interface", `func f(ctx context.Context) { mail.Send(ctx, "") }`, true},
		{"derived", `func f(ctx context.Context) { c, cancel := context.WithTimeout(ctx, time.Second); defer cancel(); mail.Send(c, "") }`, true},
		{"derived under its own name", `func f(ctx context.Context) { ctx, cancel := context.WithCancel(ctx); defer cancel(); mail.Send(ctx, "") }`, true},
		{"derived in a row", `func f(ctx context.Context) { a := context.WithValue(ctx, key{}, 1); b := context.WithValue(a, key{}, 2); mail.Send(b, "") }`, true},
		{"through a function", `func f(ctx context.Context) { g(1, ctx) }; func g(n int, c context.Context) { mail.Send(c, "") }`, true},
		{"through each other", `func f(ctx context.Context) { g(ctx) }; func g(c context.Context) { f(c); mail.Send(c, "") }`, true},
		{"in a literal", `func f(ctx context.Context) { func() { mail.Send(ctx, "") }() }`, true},

		{"nothing", `func f(ctx context.Context) { db.Exec("") }`, false},
		{"no name", `func f(context.Context) { db.ExecContext(context.Background(), "") }`, false},
		{"value", `func f(ctx context.Context) { ctx.Value(key{}) }`, false},
		{"log", `func f(ctx context.Context) { slog.InfoContext(ctx, "") }`, false},
		{"what cannot fail", `func f(ctx context.Context) { mail.Trace(ctx) }`, false},
		{"what is in it", `func f(ctx context.Context) { factory.TxFrom(ctx) }; var factory interface{ TxFrom(context.Context) (*sql.Tx, error) }`, false},
		{"function value", `func f(ctx context.Context) { hook(ctx) }`, false},
		{"detached", `func f(ctx context.Context) { mail.Send(context.WithoutCancel(ctx), "") }`, false},
		{"detached before", `func f(ctx context.Context) { c := context.WithoutCancel(ctx); mail.Send(c, "") }`, false},
		{"derived for nobody", `func f(ctx context.Context) { _, cancel := context.WithCancel(ctx); cancel() }`, false},
		{"an error of a function that only logs", `func f(ctx context.Context) { g(ctx) }; func g(c context.Context) error { slog.InfoContext(c, ""); return db.Ping() }`, false},
		{"waits for the end itself", `func f(ctx context.Context) { <-ctx.Done() }`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := snippet.Check(t, prelude+test.src)
			if got := facettest.Compute(t, s, false, heeds.Facet).RowOf(t, "f").Slot(0).Has(resource.Heeds); got != test.want {
				t.Errorf("%s: %t", test.src, got)
			}
			if facettest.Compute(t, s, true, heeds.Facet).RowOf(t, "f").Slot(0).Has(resource.Heeds) {
				t.Errorf("%s: in a dependency", test.src)
			}
		})
	}
}
