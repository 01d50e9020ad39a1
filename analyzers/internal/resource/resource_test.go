package resource_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// far are the packages of which libraries name little, for whose sake testdata/libraries does not require so much.
var far = []string{
	"github.com/RichardKnop/machinery/v1", "github.com/RichardKnop/machinery/v2", "github.com/confluentinc/confluent-kafka-go/v2/kafka",
	"github.com/gin-contrib/graceful", "github.com/gogf/gf/v2/net/ghttp", "github.com/kataras/iris/v12/context", "github.com/tylerb/graceful",
}

// A shape is what a row has to fit: how many parameters and results a function has.
type shape struct {
	method          bool
	params, results int
}

// TestRowsNameRealFunctions resolves each row, and what else is named, against the package that it is about: those of the standard library by the
// compiler's export data, the others by the source of the version that testdata/libraries requires.
func TestRowsNameRealFunctions(t *testing.T) {
	rows := make(map[string][]resource.Row)
	for _, row := range resource.Rows() {
		pkg := resource.PackageOf(row.Func)
		rows[pkg] = append(rows[pkg], row)
	}
	if len(rows) == 0 {
		t.Fatal("the table is empty")
	}
	names := make(map[string][]string)
	for _, name := range slices.Concat(resource.Types(), resource.Funcs()) {
		names[resource.PackageOf(name)] = append(names[resource.PackageOf(name)], name)
	}
	std := importer.ForCompiler(token.NewFileSet(), "gc", nil)
	paths := slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(rows)), slices.Collect(maps.Keys(names)), resource.Packages())))
	var others []string
	for _, path := range slices.Compact(paths) {
		if slices.Contains(far, path) {
			continue
		}
		if !resource.IsStandard(path) {
			others = append(others, path)
			continue
		}
		pkg, err := std.Import(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		fit(t, rows[path], names[path], typed(pkg))
	}
	for path, shapes := range parsed(t, others) {
		fit(t, rows[path], names[path], shapes)
	}
}

func fit(t *testing.T, rows []resource.Row, names []string, shapes map[string]shape) {
	for _, name := range names {
		if _, ok := shapes[name]; !ok {
			t.Errorf("there is no %s", name)
		}
	}
	for _, row := range rows {
		s, ok := shapes[row.Func]
		if !ok {
			t.Errorf("there is no %s", row.Func)
			continue
		}
		args := row.Args
		for len(args) > s.params && args[len(args)-1] == resource.Reads {
			args = args[:len(args)-1] // many rows say of all arguments that they are only looked at
		}
		if len(args) > s.params {
			t.Errorf("the row of %s has %d arguments, the function has %d", row.Func, len(args), s.params)
		}
		if row.Recv != 0 && !s.method {
			t.Errorf("the row of %s has a receiver, the function has none", row.Func)
		}
		for _, w := range row.Wraps {
			if w.Arg >= s.params || min(w.Arg, w.Result) == resource.Recv && !s.method || w.Result >= s.results {
				t.Errorf("the row of %s wraps what the function does not have", row.Func)
			}
		}
		for _, m := range row.Makes {
			if m.Result >= s.results {
				t.Errorf("the row of %s makes result %d of %d", row.Func, m.Result, s.results)
			}
		}
	}
}

// typed returns the functions and methods that pkg declares, by full name.
func typed(pkg *types.Package) map[string]shape {
	shapes := make(map[string]shape)
	add := func(fn *types.Func) {
		sig := fn.Signature()
		shapes[fn.FullName()] = shape{sig.Recv() != nil, sig.Params().Len(), sig.Results().Len()}
	}
	for _, name := range pkg.Scope().Names() {
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Func:
			add(obj)
		case *types.TypeName:
			shapes[pkg.Path()+"."+name] = shape{}
			named, ok := obj.Type().(*types.Named)
			if !ok {
				continue
			}
			for m := range named.Methods() {
				add(m)
			}
			if it, ok := named.Underlying().(*types.Interface); ok {
				for m := range it.ExplicitMethods() {
					add(m)
				}
			}
		}
	}
	return shapes
}

// parsed returns the functions and methods that the packages declare, by path and full name. Syntax is enough for that,
// and spares the compilation of everything below.
func parsed(t *testing.T, paths []string) map[string]map[string]shape {
	all := make(map[string]map[string]shape)
	cmd := exec.Command("go", append([]string{"list", "-find", "-json=ImportPath,Dir,GoFiles,CgoFiles"}, paths...)...)
	cmd.Dir = filepath.Join("testdata", "libraries")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("a library that a row is about must be imported in testdata/libraries/libraries.go; then run go mod tidy there: %v\n%s", err, stderr.Bytes())
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			ImportPath, Dir   string
			GoFiles, CgoFiles []string
		}
		if err := dec.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		shapes := make(map[string]shape)
		for _, name := range append(pkg.GoFiles, pkg.CgoFiles...) {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(pkg.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Error(err)
				continue
			}
			declared(f, pkg.ImportPath, shapes)
		}
		all[pkg.ImportPath] = shapes
	}
	return all
}

// declared adds what the file declares.
func declared(f *ast.File, path string, shapes map[string]shape) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				shapes[path+"."+d.Name.Name] = shapeOf(d.Type, false)
				continue
			}
			shapes[fmt.Sprintf("(%s).%s", receiver(d.Recv.List[0].Type, path), d.Name.Name)] = shapeOf(d.Type, true)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				ts, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				shapes[path+"."+ts.Name.Name] = shape{}
				it, ok := ts.Type.(*ast.InterfaceType)
				if !ok {
					continue
				}
				for _, m := range it.Methods.List {
					if typ, ok := m.Type.(*ast.FuncType); ok {
						shapes[fmt.Sprintf("(%s.%s).%s", path, ts.Name.Name, m.Names[0].Name)] = shapeOf(typ, true)
					}
				}
			}
		}
	}
}

func shapeOf(typ *ast.FuncType, method bool) shape {
	s := shape{method: method, params: typ.Params.NumFields()}
	if typ.Results != nil {
		s.results = typ.Results.NumFields()
	}
	return s
}

// receiver returns the name of a receiver's type as types.Func.FullName writes it.
func receiver(e ast.Expr, path string) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return "*" + receiver(e.X, path)
	case *ast.ParenExpr:
		return receiver(e.X, path)
	case *ast.IndexExpr:
		return receiver(e.X, path) + "[" + e.Index.(*ast.Ident).Name + "]"
	case *ast.IndexListExpr:
		var params []string
		for _, p := range e.Indices {
			params = append(params, p.(*ast.Ident).Name)
		}
		return receiver(e.X, path) + "[" + strings.Join(params, ", ") + "]"
	case *ast.Ident:
		return path + "." + e.Name
	}
	return "?"
}

// TestStandard holds the list of first path elements to the go command's.
func TestStandard(t *testing.T) {
	out, err := exec.Command("go", "list", "std", "cmd").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		if !resource.IsStandard(path) {
			t.Errorf("%s is not known to be of the standard library", path)
		}
	}
	for _, path := range []string{"server", "github.com/gin-gonic/gin", "example.com/net/http", "nethttp"} {
		if resource.IsStandard(path) {
			t.Errorf("%s counts as standard", path)
		}
	}
}

func TestPackageOf(t *testing.T) {
	for name, want := range map[string]string{
		"os.Exit":                               "os",
		"(*net/http.Server).Serve":              "net/http",
		"(net/http.Handler).ServeHTTP":          "net/http",
		"github.com/gin-gonic/gin.New":          "github.com/gin-gonic/gin",
		"(*github.com/jackc/pgx/v5.Conn).Begin": "github.com/jackc/pgx/v5",
	} {
		if got := resource.PackageOf(name); got != want {
			t.Errorf("PackageOf(%q) = %q, want %q", name, got, want)
		}
	}
}
