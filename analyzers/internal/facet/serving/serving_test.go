package serving_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/serving"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "database/sql", "errors", "net/http", "os") + `
var db *sql.DB
var file *os.File
`

func TestFacet(t *testing.T) {
	facettest.Does(t, prelude, serving.Facet, []facettest.Case{
		{"nothing", `func f() {}`, ""},
		{"serves", `func f() { http.ListenAndServe("", nil) }`, "blocks|accepts"},
		{"serves in a goroutine", `func f() { go http.ListenAndServe("", nil) }`, ""},
		{"serves later", `func f() { defer http.ListenAndServe("", nil) }`, ""},
		{"serves in a literal", `func f() { _ = func() { http.ListenAndServe("", nil) } }`, ""},
		{"serves through a function", `func f() { g() }; func g() { http.ListenAndServe("", nil) }`, "blocks|accepts"},
		{"stops", `func f(srv *http.Server) { srv.Close() }`, ""},

		// what is left of the error
		{"serves what it is given", `func f(srv *http.Server) { srv.ListenAndServe() }`, "blocks"},
		{"returns the error", `func f(srv *http.Server) error { return srv.ListenAndServe() }`, "blocks|passesClosed"},
		{"returns the error of a function", `func f(srv *http.Server) error { return g(srv) }; func g(srv *http.Server) error { return srv.ListenAndServe() }`, "blocks|passesClosed"},
		{"returns it through a variable", `func f(srv *http.Server) error { err := srv.ListenAndServe(); return err }`, "blocks|passesClosed"},
		{"returns it from a receiver", `type app struct{ srv *http.Server }; func (a *app) f() error { if err := a.srv.ListenAndServe(); err != nil { return err }; return nil }`, "blocks|passesClosed"},
		{"returns all others", `func f(srv *http.Server) error { if err := srv.ListenAndServe(); err != nil && err != http.ErrServerClosed { return err }; return nil }`, "blocks"},
		{"returns all others, by errors.Is", `func f(srv *http.Server) error { err := srv.ListenAndServe(); if errors.Is(err, http.ErrServerClosed) { return nil }; return err }`, "blocks"},
		{"returns another", `func f(srv *http.Server) error { srv.ListenAndServe(); return errors.New("") }`, "blocks"},
		{"returns that of its own server", `func f() error { srv := &http.Server{}; return srv.ListenAndServe() }`, "blocks"},

		// stores
		{"closes a store", `func f() { db.Close() }`, "endsStore"},
		{"closes a store within a time", `func f(ctx context.Context) error { return db.Close() }`, "endsStore"},
		{"closes a store later", `func f() { defer db.Close() }`, "endsStore"},
		{"closes a store it is given", `func f(db *sql.DB) { db.Close() }`, ""},
		{"closes a store as a method", `type t struct{}; func (t *t) f() { db.Close() }`, ""},
		{"closes a store in a literal", `func f() { _ = func() { db.Close() } }`, ""},
		{"closes a field", `func f() { a := struct{ db *sql.DB }{}; a.db.Close() }`, ""},
		{"closes something else", `func f() { file.Close() }`, ""},
		{"uses a store", `func f() { db.Ping() }`, ""},
		{"has more to do", `func f(a, b int) { db.Close() }`, ""},
		{"closes nobody's", `func f() { (*sql.DB).Close(db) }`, ""},
	}, slots.Facet, serving.Facet, exit.Facet)
}

func TestHere(t *testing.T) {
	for src, want := range map[string]bool{
		`func f() { http.ListenAndServe("", nil) }`:     true,
		`func f(s *http.Server) { s.ListenAndServe() }`: true,
		`var f = http.Serve`:                            true,
		`func f(s *http.Server) { s.Close() }`:          false,
		`func f() { db.Close(); http.Get("") }`:         false,
	} {
		p := facettest.Compute(t, snippet.Check(t, prelude+src), false)
		if got := serving.Here(p.Package); got != want {
			t.Errorf("%s: %t", src, got)
		}
	}
}
