package resource

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOneFileEach holds libraries to files of their own, which register all that they know.
func TestOneFileEach(t *testing.T) {
	fset, files := parse(t, ".")
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object)}
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", nil), Error: func(error) {}} // it finds the standard library only
	pkg, _ := conf.Check("resource", fset, files, info)
	for _, file := range files {
		name := filepath.Base(fset.File(file.Pos()).Name())
		calls := registrations(file)
		for _, problem := range unlike(calls) {
			t.Errorf("%s: %s", name, problem)
		}
		switch isLib := strings.HasPrefix(name, "lib_"); {
		case isLib && len(calls) == 0:
			t.Errorf("%s registers nothing", name)
		case !isLib && len(calls) > 0:
			t.Errorf("%s registers a library, but its name does not begin with lib_", name)
		}
	}
	used := make(map[types.Object]bool)
	for _, obj := range info.Uses {
		used[obj] = true
	}
	for _, name := range pkg.Scope().Names() {
		switch obj := pkg.Scope().Lookup(name).(type) {
		case *types.Var:
			if knows(obj.Type()) && name != "registered" {
				t.Errorf("%s holds what is known of a library, and stands outside of register", name)
			}
		case *types.Func:
			if !obj.Exported() && !used[obj] {
				t.Errorf("nobody calls %s", name)
			}
		}
	}
}

// parse returns the files below dir that are no tests, nor test data.
func parse(t *testing.T, dir string) (*token.FileSet, []*ast.File) {
	fset := token.NewFileSet()
	var files []*ast.File
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fset, files
}

// registrations returns the arguments of all calls of register.
func registrations(file *ast.File) []ast.Expr {
	var args []ast.Expr
	for n := range ast.Preorder(file) {
		if call, ok := n.(*ast.CallExpr); ok && isIdent(call.Fun, "register") {
			args = append(args, call.Args...)
		}
	}
	return args
}

// unlike says what is wrong with the registrations of one file: it is about one library, or about one in several versions, by a
// function of the file that gets their paths.
func unlike(args []ast.Expr) (problems []string) {
	seen := make(map[string]bool)
	for _, arg := range args {
		call, ok := arg.(*ast.CallExpr)
		if !ok {
			if len(args) > 1 {
				problems = append(problems, "several libraries, and not by one function")
			}
			continue
		}
		key := types.ExprString(call)
		if seen[key] {
			problems = append(problems, key+" twice")
		}
		seen[key] = true
		if first, ok := args[0].(*ast.CallExpr); ok && types.ExprString(first.Fun) != types.ExprString(call.Fun) {
			problems = append(problems, "several libraries, and not by one function")
		}
	}
	return problems
}

// knows reports whether values of type t say what is known of a library.
func knows(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return slices.Contains([]string{"Row", "Resource", "Allowance", "library"}, t.Obj().Name())
	case *types.Slice:
		return knows(t.Elem())
	case *types.Array:
		return knows(t.Elem())
	case *types.Pointer:
		return knows(t.Elem())
	case *types.Map:
		return knows(t.Elem())
	}
	return false
}

// TestEverythingIsRead looks for flags, and fields of what libraries say, that nobody asks for.
func TestEverythingIsRead(t *testing.T) {
	fset, files := parse(t, filepath.Join("..", ".."))
	read, selected := make(map[string]bool), make(map[string]bool)
	var want, fields []string
	for _, file := range files {
		path := filepath.ToSlash(fset.File(file.Pos()).Name())
		if strings.HasPrefix(filepath.Base(path), "lib_") {
			continue
		}
		here := file.Name.Name == "resource"
		if here {
			want = slices.Concat(want, constants(file, "Effect"), constants(file, "Does"))
			fields = append(fields, fieldsOf(file, "Row", "Resource", "Allowance", "library")...)
		}
		asked(file, here, read, selected)
	}
	if len(want) < 50 || len(fields) < 20 {
		t.Fatalf("only %d flags and %d fields are found", len(want), len(fields))
	}
	for _, name := range want {
		if !read[name] {
			t.Errorf("nobody asks for %s", name)
		}
	}
	for _, name := range fields {
		if !selected[name] && name != "through" && name != "unmade" { // these two are for TestLibraries
			t.Errorf("nobody reads the field %s", name)
		}
	}
}

// fieldsOf returns the fields of the structs with these names that the file declares.
func fieldsOf(file *ast.File, names ...string) (fields []string) {
	for n := range ast.Preorder(file) {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || !slices.Contains(names, spec.Name.Name) {
			continue
		}
		if st, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range st.Fields.List {
				for _, id := range f.Names {
					fields = append(fields, id.Name)
				}
			}
		}
	}
	return fields
}

// constants returns the flags of a type that the file declares: they stand in groups, the first of which names the type.
func constants(file *ast.File, typ string) (names []string) {
	for _, decl := range file.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST || !decl.Lparen.IsValid() || !isIdent(decl.Specs[0].(*ast.ValueSpec).Type, typ) {
			continue
		}
		for _, spec := range decl.Specs {
			for _, id := range spec.(*ast.ValueSpec).Names {
				names = append(names, id.Name)
			}
		}
	}
	return names
}

// asked adds the constants of package resource that file asks for, and the fields that it selects. Whoever only sets a flag,
// or returns it, does not ask.
func asked(file *ast.File, here bool, read, selected map[string]bool) {
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		switch {
		case ok && isIdent(sel.X, "resource"):
			read[sel.Sel.Name] = read[sel.Sel.Name] || asks(stack)
		case ok:
			selected[sel.Sel.Name] = true
		case here:
			if id, ok := n.(*ast.Ident); ok && !declares(stack, id) {
				read[id.Name] = read[id.Name] || asks(stack)
			}
		}
		return true
	})
}

// declares reports whether id, below the nodes, is the name that a declaration introduces.
func declares(stack []ast.Node, id *ast.Ident) bool {
	spec, ok := stack[len(stack)-1].(*ast.ValueSpec)
	return ok && slices.Contains(spec.Names, id)
}

// asks reports whether a flag inside the nodes is compared, or handed to somebody who does that.
func asks(stack []ast.Node) bool {
	for _, n := range slices.Backward(stack) {
		switch n := n.(type) {
		case *ast.ParenExpr:
		case *ast.BinaryExpr:
			if n.Op != token.OR {
				return true
			}
		case *ast.CallExpr, *ast.CaseClause:
			return true
		case *ast.ValueSpec: // of a constant, which somebody asks for
			return true
		case *ast.AssignStmt: // to a variable that says what to ask for
			return n.Tok != token.OR_ASSIGN
		default:
			return false
		}
	}
	return false
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// TestNamesOfEffects holds the list of names to the constants: the same words in the same order.
func TestNamesOfEffects(t *testing.T) {
	if got := (Serves | Unbuffered).String(); got != "serves|unbuffered" {
		t.Errorf("got %q", got)
	}
	_, files := parse(t, ".")
	var want []string
	for _, file := range files {
		want = append(want, constants(file, "Effect")...)
	}
	for i, name := range want {
		want[i] = strings.ToLower(name[:1]) + name[1:]
	}
	if !slices.Equal(effectNames, want) {
		t.Errorf("got  %q\nwant %q", effectNames, want)
	}
}
