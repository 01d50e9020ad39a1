package serveerr_test

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

func TestEval(t *testing.T) {
	const (
		yes     = "true"
		no      = "false"
		unknown = "unknown"
	)
	for _, test := range []struct{ cond, closed, other string }{
		{"err != nil", yes, yes},
		{"nil == err", no, no},
		{"err != http.ErrServerClosed", no, yes},
		{"http.ErrServerClosed == (err)", yes, no},
		{"errors.Is(err, http.ErrServerClosed)", yes, no},
		{"!errors.Is(err, http.ErrServerClosed)", no, yes},
		{"err != nil && !errors.Is(err, http.ErrServerClosed)", no, yes},
		{"err == nil || err == http.ErrServerClosed", yes, no},
		{"errors.Is(err, io.EOF)", no, unknown},
		{"err == io.EOF", no, unknown},
		{`strings.Contains(err.Error(), "Server closed")`, yes, no},
		{`err.Error() == "http: Server closed"`, yes, no},
		{"quiet", unknown, unknown},
		{"quiet && err != http.ErrServerClosed", no, unknown},
		{"known(err)", unknown, unknown},
		{"errors.Is(err, http.ErrServerClosed) == false", no, yes},
		{"err == nil || quiet", unknown, unknown},
		{"!quiet || err != nil", yes, yes},
	} {
		s := snippet.Check(t, snippet.Imports("errors", "io", "net/http", "strings")+"func known(error) bool { return false }\nfunc ask(bool) {}\nfunc f(err error, quiet bool) { ask("+test.cond+") }")
		cond := s.Args(t, "ask")[0].Node().(ast.Expr)
		err := s.Pkg.Scope().Lookup("f").(*types.Func).Signature().Params().At(0)
		for closed, want := range map[bool]string{true: test.closed, false: test.other} {
			b := serveerr.NewBelief(s.Info, closed, err)
			got := unknown
			if value, ok := b.Eval(cond); ok {
				got = no
				if value {
					got = yes
				}
			}
			if got != want {
				t.Errorf("%s, if the error is ErrServerClosed: %v: %s, want %s", test.cond, closed, got, want)
			}
			if b.Unsure != (test.cond == "known(err)") {
				t.Errorf("%s: unsure: %v", test.cond, b.Unsure)
			}
		}
	}
}

// TestBranch walks from the call that serves: at a() or b() it ends up where the error is ErrServerClosed, and where it is another.
func TestBranch(t *testing.T) {
	for _, test := range []struct{ src, closed, other string }{
		{"if err := srv.Serve(nil); err != nil { a(); return }; b()", "a", "a"},
		{"if err := srv.Serve(nil); err != nil && err != http.ErrServerClosed { a(); return }; b()", "b", "a"},
		{"err := srv.Serve(nil); switch { case errors.Is(err, http.ErrServerClosed): a(); default: b() }", "a", "b"},
		{"switch err := srv.Serve(nil); err { case nil: a(); case http.ErrServerClosed: b() }", "b", ""},
		{"var err = srv.Serve(nil); if err == nil { a() } else { b() }", "b", "b"},
		{"err := (srv.Serve(nil)); for err != http.ErrServerClosed { a(); return }; b()", "b", "a"},
		{"srv.Serve(nil); if x { a() } else { b() }", "a b", "a b"},
		{"_ = srv.Serve(nil); a()", "a", "a"},
	} {
		s := snippet.Check(t, snippet.Imports("errors", "net/http")+"func a() {}\nfunc b() {}\nfunc f(srv *http.Server, x bool) {\n"+test.src+"\n}")
		call := s.Call(t, "Serve")
		g := s.Graph(index.Function(call))
		from, _ := g.After(call.Node())
		for closed, want := range map[bool]string{true: test.closed, false: test.other} {
			var got []string
			g.Walk(from, serveerr.About(s.Index, call, closed).Branch(g), func(_ flow.Point, n ast.Node) flow.Action {
				if stmt, ok := n.(*ast.ExprStmt); ok {
					got = append(got, strings.TrimSuffix(types.ExprString(stmt.X), "()"))
				}
				return flow.Go
			})
			slices.Sort(got)
			if got := strings.Join(got, " "); got != want {
				t.Errorf("%s, if the error is ErrServerClosed: %v: %s, want %s", test.src, closed, got, want)
			}
		}
	}
}
