// Package snippet type-checks a few lines of source for the tests of what reasons about source.
package snippet

import (
	"cmp"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"sync"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/flow"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Snippet is one file of a package.
type Snippet struct {
	*index.Index
	Pkg  *types.Package
	File inspector.Cursor
	Src  string
	Fset *token.FileSet

	mu     sync.Mutex
	graphs map[ast.Node]*flow.Graph
}

// standard imports the packages of the standard library, once for all tests of a package.
var standard = struct {
	sync.Mutex
	types.Importer
}{Importer: importer.Default()}

// Check type-checks the source of a file, package clause and imports included. It ends the test if that fails.
func Check(t testing.TB, src string) *Snippet {
	t.Helper()
	return CheckAs(t, "", src)
}

// CheckAs is Check for the package with the given path, such as that of a library of which the table knows some functions.
func CheckAs(t testing.TB, path, src string) *Snippet {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "snippet.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
	standard.Lock()
	pkg, err := (&types.Config{Importer: standard.Importer}).Check(cmp.Or(path, "example.com/"+file.Name.Name), fset, []*ast.File{file}, info)
	standard.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	root, _ := inspector.New([]*ast.File{file}).Root().FirstChild()
	return &Snippet{
		Index: index.New(info, resource.WellKnown(), root),
		Pkg:   pkg, File: root, Src: src, Fset: fset,
		graphs: make(map[ast.Node]*flow.Graph),
	}
}

// Imports returns a package clause and the imports of the named packages of the standard library, which may stay unused, to
// put in front of the declarations of a test case.
func Imports(paths ...string) string {
	imports, uses := "package p\n\n", "\n"
	for _, path := range paths {
		imports += "import \"" + path + "\"\n"
		uses += "var _ = " + exports[path] + "\n"
	}
	return imports + uses
}

// exports has a function of each package that a snippet may import by Imports.
var exports = map[string]string{
	"bufio": "bufio.NewReader", "context": "context.Background", "errors": "errors.New", "fmt": "fmt.Sprint", "io": "io.Pipe", "log": "log.Print", "log/slog": "slog.Info",
	"net": "net.Dial", "net/http": "http.NewRequest", "os": "os.Exit", "os/exec": "exec.Command", "os/signal": "signal.Notify", "strings": "strings.Cut",
	"sync": "sync.OnceFunc", "sync/atomic": "atomic.AddInt64", "syscall": "syscall.Getpid", "time": "time.Now", "database/sql": "sql.Open",
}

// Graph returns the control-flow graph of the function declaration or literal at fn, or nil. Calls of panic and of functions
// called exit do not return.
func (s *Snippet) Graph(fn inspector.Cursor) *flow.Graph {
	body := index.Body(fn)
	if body == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.graphs[body] == nil {
		s.graphs[body] = flow.New(body, func(call *ast.CallExpr) bool {
			id, ok := call.Fun.(*ast.Ident)
			return !ok || id.Name != "exit" && id.Name != "panic"
		})
	}
	return s.graphs[body]
}

// Ask says of a function what the table does.
func (s *Snippet) Ask(fn *types.Func) *resource.Row { return s.Row(fn) }

// At returns the smallest expression whose source is text. It ends the test unless there is exactly one.
func (s *Snippet) At(t testing.TB, text string) inspector.Cursor {
	t.Helper()
	var found []inspector.Cursor
	for cur := range s.File.Preorder() {
		if _, ok := cur.Node().(ast.Expr); ok && s.Text(cur) == text {
			if n := len(found); n > 0 && found[n-1].Contains(cur) {
				found[n-1] = cur // an expression statement has the same text as its expression
				continue
			}
			found = append(found, cur)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d expressions are %q, want 1", len(found), text)
	}
	return found[0]
}

// Args returns the arguments of the one call of the function, which is declared in the snippet.
func (s *Snippet) Args(t testing.TB, name string) []inspector.Cursor {
	t.Helper()
	call := s.Call(t, name)
	var args []inspector.Cursor
	for child := range call.Children() {
		if child.Node() != call.Node().(*ast.CallExpr).Fun {
			args = append(args, child)
		}
	}
	return args
}

// Call returns the one call of the function or method with the given name. It ends the test unless there is exactly one.
func (s *Snippet) Call(t testing.TB, name string) inspector.Cursor {
	t.Helper()
	var found []inspector.Cursor
	for cur := range s.File.Preorder((*ast.CallExpr)(nil)) {
		switch fun := ast.Unparen(cur.Node().(*ast.CallExpr).Fun).(type) {
		case *ast.Ident:
			if fun.Name == name {
				found = append(found, cur)
			}
		case *ast.SelectorExpr:
			if fun.Sel.Name == name {
				found = append(found, cur)
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d calls of %s, want 1", len(found), name)
	}
	return found[0]
}

// Text returns the source of the syntax at cur.
func (s *Snippet) Text(cur inspector.Cursor) string {
	n := cur.Node()
	return s.Src[s.Fset.Position(n.Pos()).Offset:s.Fset.Position(n.End()).Offset]
}
