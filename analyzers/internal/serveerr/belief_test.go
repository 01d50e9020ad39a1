package serveerr_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
)

// shared imports each package once.
var shared = importer.ForCompiler(token.NewFileSet(), "source", nil)

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
	} {
		src := `package p
import ("errors"; "io"; "net/http"; "strings")
var _ = errors.Is; var _ = io.EOF; var _ = http.ErrServerClosed; var _ = strings.Contains
func known(error) bool
func f(err error, quiet bool) bool { return ` + test.cond + ` }`
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object)}
		conf := types.Config{Importer: shared}
		if _, err := conf.Check("p", fset, []*ast.File{file}, info); err != nil {
			t.Fatal(err)
		}
		fn := file.Decls[len(file.Decls)-1].(*ast.FuncDecl)
		cond := fn.Body.List[0].(*ast.ReturnStmt).Results[0]
		for closed, want := range map[bool]string{true: test.closed, false: test.other} {
			b := serveerr.NewBelief(info, fn.Body, closed)
			b.Vars[info.Defs[fn.Type.Params.List[0].Names[0]].(*types.Var)] = true
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
