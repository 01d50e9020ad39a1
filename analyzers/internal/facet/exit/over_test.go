package exit_test

import (
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/body"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/exit"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/panics"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

func TestStopped(t *testing.T) {
	try(t, snippet.Imports("net/http", "context", "log")+`
var srv *http.Server
var ctx context.Context
func stop(s *http.Server) error { log.Print("stop"); return s.Shutdown(ctx) }
func stopped() bool
func end()
`, exit.Stopped, map[string]bool{
		`func f() { end() }`:                                             false,
		`func f() { srv.Shutdown(ctx); end() }`:                          true,
		`func f() { if err := srv.Shutdown(ctx); err != nil { end() } }`: true,
		`func f() { stop(srv); end() }`:                                  true,
		`func f() { srv.Close(); end() }`:                                false,
		`func f() { end(); srv.Shutdown(ctx) }`:                          false,
		`func f() { if stopped() { srv.Shutdown(ctx) }; end() }`:         false,
		`func f() { go srv.Shutdown(ctx); end() }`:                       false,
		`func f() { defer srv.Shutdown(ctx); end() }`:                    false,
		`func f() { _ = func() { srv.Shutdown(ctx) }; end() }`:           false,
		`func f() { go func() { srv.Shutdown(ctx); end() }() }`:          true,
		`func f() { srv.Shutdown(ctx); go func() { end() }() }`:          false, // says the site around it
		`func f() { srv.RegisterOnShutdown(nil); end() }`:                false,
	})
}

func TestRecovered(t *testing.T) {
	try(t, snippet.Imports("log")+`
func caught() any { v := recover(); log.Print(v); return v }
func found() any
`, exit.Recovered, map[string]bool{
		`func f() { end() }; func end()`:                                                              false,
		`func f() { if v := recover(); v != nil { end() } }; func end()`:                              true,
		`func f() { if recover() != nil { end() } }; func end()`:                                      true,
		`func f() { v := recover(); if v == nil { return }; end() }; func end()`:                      true,
		`func f() { if v := caught(); v != nil && found() == nil { end() } }; func end()`:             true,
		`func f() { if v := caught(); v != nil || found() == nil { end() } }; func end()`:             false,
		`func f() { if v := recover(); v == nil { end() } }; func end()`:                              false,
		`func f() { if v := found(); v != nil { end() } }; func end()`:                                false,
		`func f() { if v := recover(); v != nil { log.Print(v) }; end() }; func end()`:                false,
		`func f() { v := recover(); if v != nil { v = found() }; if v != nil { end() } }; func end()`: false,
		`func f() { defer end() }; func end() { if v := recover(); v != nil { log.Fatal(v) } }`:       true,
		`func f() { defer end() }; func end() { defer func() { recover() }(); log.Fatal() }`:          false,
	})
}

// try asks about the call of end in each of the sources.
func try(t *testing.T, prelude string, is func(*body.Package, inspector.Cursor) bool, want map[string]bool) {
	t.Helper()
	for src, want := range want {
		s := snippet.Check(t, prelude+src)
		p := facettest.Compute(t, s, false, slots.Facet, panics.Facet, exit.Facet)
		if got := is(p.Package, s.Call(t, "end")); got != want {
			t.Errorf("%s: %t", src, got)
		}
	}
}
