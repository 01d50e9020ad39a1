package stops_test

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/stops"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "net/http", "time") + "var srv http.Server\nvar later func()\n"

func TestFacet(t *testing.T) {
	tests := []struct {
		name, src string
		want      resource.Effect // of the last parameter
	}{
		{"nothing", `func f(ctx context.Context) {}`, 0},
		{"stop", `func f(ctx context.Context) { srv.Shutdown(ctx) }`, resource.BoundsStop | resource.SoleBound},
		{"stop of a parameter", `func f(s *http.Server, ctx context.Context) error { return s.Shutdown(ctx) }`, resource.BoundsStop | resource.SoleBound},
		{"derived", `func f(ctx context.Context) { ctx, cancel := context.WithCancel(ctx); defer cancel(); srv.Shutdown(ctx) }`, resource.BoundsStop | resource.SoleBound},
		{"with a deadline", `func f(ctx context.Context) { ctx, cancel := context.WithTimeout(ctx, 1); defer cancel(); srv.Shutdown(ctx) }`, resource.BoundsStop},
		{"of its own", `func f(ctx context.Context) { ctx, cancel := context.WithTimeout(context.Background(), 1); defer cancel(); srv.Shutdown(ctx) }`, 0},
		{"detached", `func f(ctx context.Context) { srv.Shutdown(context.WithoutCancel(ctx)) }`, 0},
		{"that it has ended", `func f(ctx context.Context) { <-ctx.Done(); srv.Shutdown(ctx) }`, 0},
		{"in a literal that is called", `func f(ctx context.Context) { func() { srv.Shutdown(ctx) }() }`, resource.BoundsStop | resource.SoleBound},
		{"deferred", `func f(ctx context.Context) { defer srv.Shutdown(ctx) }`, resource.BoundsStop | resource.SoleBound},
		{"in a goroutine", `func f(ctx context.Context) { go srv.Shutdown(ctx) }`, 0},
		{"in a literal for later", `func f(ctx context.Context) { later = func() { srv.Shutdown(ctx) } }`, 0},
		{"through a function", `func f(s *http.Server, ctx context.Context) { g(ctx, s) }; func g(ctx context.Context, s *http.Server) { s.Shutdown(ctx) }`, resource.BoundsStop | resource.SoleBound},
		{"another use", `func f(ctx context.Context) { srv.Close(); http.NewRequestWithContext(ctx, "", "", nil) }`, 0},
		{"no context", `func f(n int) { srv.Shutdown(context.Background()) }`, 0},
		{"no name", `func f(context.Context) { srv.Shutdown(context.Background()) }`, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.src), false, slots.Facet, stops.Facet)
			row := p.RowOf(t, "f")
			if got := row.Slot(max(0, len(row.Args)-1)) & stops.Facet.Effects; got != test.want {
				t.Errorf("%s\ngot  %v\nwant %v", test.src, got, test.want)
			}
		})
	}
}

func TestIn(t *testing.T) {
	tests := []facettest.Case{
		{"stops", `func f(s *http.Server, ctx context.Context) { g(ctx, s); s.Shutdown(ctx) }; func g(c context.Context, s *http.Server) { s.Shutdown(c) }`, "g(ctx) s.Shutdown(ctx) s.Shutdown(c)"},
		{"none", `func f(s *http.Server) { s.Close() }`, ""},
		{"bounded by the callee", `func f(s *http.Server, ctx context.Context) { g(ctx, s) }; func g(ctx context.Context, s *http.Server) { c, cancel := context.WithTimeout(ctx, time.Second); defer cancel(); s.Shutdown(c) }`, "g(ctx)? s.Shutdown(c)"},
		{"not bounded", `func f(ctx context.Context) { g(ctx) }; func g(ctx context.Context) { <-ctx.Done() }`, ""},
		{"handed on", `func f() { later = func() { _ = srv.Shutdown } }`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.Src), false, slots.Facet, stops.Facet)
			var found []string
			for _, s := range stops.In(p.Package) {
				text := types.ExprString(s.Call.Node().(*ast.CallExpr).Fun) + "(" + p.Snippet.Text(s.Context) + ")"
				if !s.Sole {
					text += "?"
				}
				found = append(found, text)
			}
			if got := strings.Join(found, " "); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}

func TestMay(t *testing.T) {
	s := snippet.Check(t, prelude+`
type app struct{ srv *http.Server }
type other struct{ n int }
func (a *app) yes() {}
func (o *other) no() {}
func yes2(n int, s *http.Server) {}
func no2(n int, c *http.Client) {}
`)
	n := 0
	for _, decl := range s.File.Node().(*ast.File).Decls {
		if decl, ok := decl.(*ast.FuncDecl); ok {
			n++
			if got, want := stops.May(s.Info.Defs[decl.Name].(*types.Func)), strings.HasPrefix(decl.Name.Name, "yes"); got != want {
				t.Errorf("%s: %t", decl.Name.Name, got)
			}
		}
	}
	if n != 4 {
		t.Errorf("%d functions", n)
	}
}
