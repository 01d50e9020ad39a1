package fix_test

import (
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
)

// apply has edit build a fix at the last statement of the last function of src, and returns the formatted result.
func apply(t *testing.T, src string, edit func(b *fix.Builder, stmt ast.Stmt)) string {
	t.Helper()
	fset := token.NewFileSet()
	name := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Types:  make(map[ast.Expr]types.TypeAndValue),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
	pkg, err := (&types.Config{Importer: beside{fset}, GoVersion: "go1.20"}).Check("p", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info} // without a ReadFile, as Bazel's nogo makes it
	body := file.Decls[len(file.Decls)-1].(*ast.FuncDecl).Body.List
	stmt := body[len(body)-1]
	b := fix.At(pass, stmt.Pos())
	edit(b, stmt)
	edits := b.Fix("Mend it").TextEdits
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int { return int(b.Pos - a.Pos) })
	out := src
	for _, e := range edits {
		out = out[:e.Pos-file.FileStart] + string(e.NewText) + out[e.End-file.FileStart:]
	}
	formatted, err := format.Source([]byte(out))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(formatted)
}

// beside imports the packages of others, and those of the standard library.
type beside struct{ fset *token.FileSet }

func (i beside) Import(path string) (*types.Package, error) {
	src, ok := others[path]
	if !ok {
		return importer.Default().Import(path)
	}
	file, err := parser.ParseFile(i.fset, path, src, 0)
	if err != nil {
		return nil, err
	}
	return new(types.Config).Check(path, i.fset, []*ast.File{file}, nil)
}

func TestImport(t *testing.T) {
	useTime := func(b *fix.Builder, stmt ast.Stmt) { b.Before(stmt, "_ = %sSecond", b.Import("time")) }
	tests := []struct{ name, src, want string }{
		{"no import", "package p\n\nfunc f() {\n\tprintln()\n}\n", "package p\n\nimport \"time\"\n\nfunc f() {\n\t_ = time.Second\n\tprintln()\n}\n"},
		{"in order", "package p\n\nimport (\n\t\"os\"\n\t\"unsafe\"\n)\n\nvar _ = os.Args\nvar _ unsafe.Pointer\n\nfunc f() {\n\tprintln()\n}\n", "\t\"os\"\n\t\"time\"\n\t\"unsafe\"\n"},
		{"without parentheses", "package p\n\nimport \"os\"\n\nvar _ = os.Args\n\nfunc f() {\n\tprintln()\n}\n", "import \"os\""},
		{"already there", "package p\n\nimport \"time\"\n\nvar _ time.Time\n\nfunc f() {\n\tprintln()\n}\n", "package p\n\nimport \"time\"\n\nvar"},
		{"renamed", "package p\n\nimport clock \"time\"\n\nvar _ clock.Time\n\nfunc f() {\n\tprintln()\n}\n", "\t_ = clock.Second\n"},
		{"dot", "package p\n\nimport . \"time\"\n\nvar _ Time\n\nfunc f() {\n\tprintln()\n}\n", "\t_ = Second\n"},
		{"shadowed", "package p\n\nimport \"time\"\n\nvar _ time.Time\n\nfunc f() {\n\ttime := 1\n\tprintln(time)\n}\n", "\t_ = time2.Second\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := apply(t, test.src, useTime); !strings.Contains(got, test.want) {
				t.Errorf("got\n%s\nwhich lacks\n%s", got, test.want)
			}
		})
	}
}

func TestFresh(t *testing.T) {
	src := "package p\n\nvar a int\n\nfunc f(b int) {\n\tc := 1\n\t{\n\t\td := 2\n\t\t_ = d\n\t}\n\tprintln(b, c)\n}\n"
	apply(t, src, func(b *fix.Builder, stmt ast.Stmt) {
		for name, want := range map[string]string{"a": "a2", "b": "b2", "c": "c2", "d": "d2", "e": "e", "len": "len2"} {
			if got := b.Fresh(name); got != want {
				t.Errorf("Fresh(%q) = %q, want %q", name, got, want)
			}
		}
		if got := b.Fresh("e"); got != "e2" {
			t.Errorf("the second Fresh(\"e\") = %q, want e2", got)
		}
	})
}

func TestAfterKeepsComment(t *testing.T) {
	src := "package p\n\nfunc f() {\n\tprintln() // why\n}\n"
	got := apply(t, src, func(b *fix.Builder, stmt ast.Stmt) { b.After(stmt, "println(1)\nprintln(2)") })
	if want := "\tprintln() // why\n\tprintln(1)\n\tprintln(2)\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%s", got)
	}
}

func TestGoVersion(t *testing.T) {
	apply(t, "package p\n\nfunc f() {\n\tprintln()\n}\n", func(b *fix.Builder, _ ast.Stmt) {
		if !b.GoVersion("go1.20") || b.GoVersion("go1.21") {
			t.Error("a file of Go 1.20 has what came with 1.20 and not what came with 1.21")
		}
	})
}

// TestIndent leaves alone what stands between back quotes.
func TestIndent(t *testing.T) {
	got := fix.Indent("f(`a\nb`) // `\ng()\nh(`\n`)", "\t")
	if want := "f(`a\nb`) // `\n\tg()\n\th(`\n`)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
