package skipdefer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/serveerr"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/server"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A splitter moves the body of main into a function that returns an error, which main prints before it ends the process: the
// same line and the same exit status, but deferred calls run first.
type splitter struct {
	*summary.Summary
	*fix.Builder
	main     inspector.Cursor // of the *ast.FuncDecl
	decl     *ast.FuncDecl
	returned map[*ast.CallExpr]bool // calls in whose place an error is returned
}

// split returns the fix for the exit call in the function at fn, or nil where it would not be mechanical.
func split(pass *analysis.Pass, s *summary.Summary, fn inspector.Cursor, call *ast.CallExpr) []analysis.SuggestedFix {
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || pass.Pkg.Name() != "main" || decl.Name.Name != "main" || decl.Recv != nil {
		return nil
	}
	x := &splitter{s, fix.At(pass, decl.Pos()), fn, decl, make(map[*ast.CallExpr]bool)}
	if x.Builder == nil || !x.movable() {
		return nil
	}
	for cur := range fn.Preorder((*ast.ReturnStmt)(nil), (*ast.CallExpr)(nil)) {
		if index.Function(cur) != fn {
			continue
		}
		switch n := cur.Node().(type) {
		case *ast.ReturnStmt:
			x.Replace(n, "return nil")
		case *ast.CallExpr:
			if row := s.Row(s.Callee(n)); row != nil && row.Recv.Has(resource.RunsEngine) || server.PackageFunc(s.Callee(n)) {
				return nil // has a fix of its own, which matters more
			}
			if x.fatal(cur) {
				x.Replace(n, "return %s", x.failure(n))
				x.returned[n] = true
			}
		}
	}
	if !x.returned[call] {
		return nil
	}
	if !x.terminates(decl.Body.List) {
		x.Insert(decl.Body.Rbrace, "\treturn nil\n")
	}
	name := x.FreshGlobal("run")
	x.Replace(span{decl.Pos(), decl.Body.Lbrace + 1}, "func main() {\n\tif err := %s(); err != nil {\n\t\t%sFatal(err)\n\t}\n}\n\nfunc %s() error {", name, x.Import("log"), name)
	return []analysis.SuggestedFix{x.Fix("Move the body of main into a function that returns an error")}
}

// movable reports whether the body of main means the same in another function.
func (x *splitter) movable() bool {
	if !strings.HasSuffix(x.Text(x.decl.Body), "\n}") || len(x.Uses(x.Info.Defs[x.decl.Name])) > 0 {
		return false // on one line, or called by somebody
	}
	for _, obj := range x.Package.Pkg.Imports() {
		if obj.Path() == "log/slog" && x.names(obj, "SetDefault") || obj.Path() == "log" && (x.names(obj, "SetOutput") || x.names(obj, "Lshortfile") || x.names(obj, "Llongfile")) {
			return false // it writes to what a deferred call closes, perhaps, or says on which line it stands
		}
	}
	for id := range x.main.Preorder((*ast.Ident)(nil)) {
		switch id.Node().(*ast.Ident).Name {
		case "log", "fmt", "errors", "nil":
			if x.Info.Defs[id.Node().(*ast.Ident)] != nil {
				return false // shadowed
			}
		}
	}
	return true
}

// names reports whether the package uses what another one calls name.
func (x *splitter) names(pkg *types.Package, name string) bool {
	obj := pkg.Scope().Lookup(name)
	return obj != nil && len(x.Uses(obj)) > 0
}

// fails reports whether the error e is none but nil where the call at cur stands: it is made there, or has been asked.
func (x *splitter) fails(cur inspector.Cursor, e ast.Expr) bool {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		row := x.Row(x.Callee(call))
		return row != nil && row.Recv.Has(resource.Serves) || serveerr.Made(x.Index, call)
	}
	return serveerr.Asked(x.Index, x.main, cur, e)
}

// fatal reports whether the call at cur prints, by the standard log, something that an error can say as well. The statement
// behind it, if there is one, would never be reached.
func (x *splitter) fatal(cur inspector.Cursor) bool {
	call := cur.Node().(*ast.CallExpr)
	fn := x.Callee(call)
	if fn == nil || cur.ParentEdgeKind() != edge.ExprStmt_X || call.Ellipsis.IsValid() {
		return false
	}
	list := cur.Parent()
	if _, last := list.NextSibling(); last {
		return false
	}
	switch fn.FullName() {
	case "log.Fatal":
		return len(call.Args) == 1 && (x.failing(cur, call.Args[0]) || x.literal(call.Args[0]) != "") ||
			len(call.Args) == 2 && resource.IsError(x.Info.TypeOf(call.Args[1])) && x.literal(call.Args[0]) != ""
	case "log.Fatalln":
		return len(call.Args) == 1 && x.failing(cur, call.Args[0])
	case "log.Fatalf":
		return len(call.Args) > 0 && x.literal(call.Args[0]) != ""
	}
	return false
}

// failing reports whether e, an argument of the call at cur, is an error that is not nil.
func (x *splitter) failing(cur inspector.Cursor, e ast.Expr) bool {
	return resource.IsError(x.Info.TypeOf(e)) && x.fails(cur, e)
}

// failure returns the error that says what call prints.
func (x *splitter) failure(call *ast.CallExpr) string {
	first := call.Args[0]
	switch {
	case resource.IsError(x.Info.TypeOf(first)):
		return x.Text(first)
	case len(call.Args) == 1 && (x.Callee(call).Name() == "Fatal" || !strings.Contains(x.literal(first), "%")):
		return x.Import("errors") + "New(" + x.Text(first) + ")"
	case x.Callee(call).Name() == "Fatal":
		return x.Import("fmt") + "Errorf(" + strconv.Quote(strings.ReplaceAll(x.literal(first), "%", "%%")+"%v") + ", " + x.Text(call.Args[1]) + ")"
	}
	var args []string
	for _, arg := range call.Args {
		args = append(args, x.Text(arg))
	}
	return x.Import("fmt") + "Errorf(" + strings.Join(args, ", ") + ")"
}

// literal returns the string that the literal e stands for.
func (x *splitter) literal(e ast.Expr) string {
	lit, ok := ast.Unparen(e).(*ast.BasicLit)
	if !ok || x.Info.Types[lit].Value == nil || x.Info.Types[lit].Value.Kind() != constant.String {
		return ""
	}
	return constant.StringVal(x.Info.Types[lit].Value)
}

// A span is a range of the source.
type span struct{ from, to token.Pos }

func (s span) Pos() token.Pos { return s.from }
func (s span) End() token.Pos { return s.to }

// terminates reports whether the end of the list of statements cannot be reached, once the calls that end the process are
// return statements: the terminating statements of the language, as far as people write them.
func (x *splitter) terminates(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch n := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		return ok && (x.returned[call] || x.Builtin(call) == "panic")
	case *ast.BlockStmt:
		return x.terminates(n.List)
	case *ast.IfStmt:
		return n.Else != nil && x.terminates(n.Body.List) && x.terminates([]ast.Stmt{n.Else})
	case *ast.ForStmt:
		return n.Cond == nil && !breaks(n.Body)
	case *ast.SelectStmt:
		return !breaks(n.Body) && x.clauses(n.Body)
	case *ast.SwitchStmt:
		return !breaks(n.Body) && x.clauses(n.Body) && hasDefault(n.Body)
	case *ast.TypeSwitchStmt:
		return !breaks(n.Body) && x.clauses(n.Body) && hasDefault(n.Body)
	}
	return false
}

// clauses reports whether the end of no clause in body can be reached.
func (x *splitter) clauses(body *ast.BlockStmt) bool {
	for _, clause := range body.List {
		switch n := clause.(type) {
		case *ast.CaseClause:
			if !x.terminates(n.Body) {
				return false
			}
		case *ast.CommClause:
			if !x.terminates(n.Body) {
				return false
			}
		}
	}
	return true
}

func hasDefault(body *ast.BlockStmt) bool {
	for _, clause := range body.List {
		if n, ok := clause.(*ast.CaseClause); ok && n.List == nil {
			return true
		}
	}
	return false
}

// breaks reports whether a break may leave the statement with this body. One that leaves a statement inside counts as well: a
// return too many compiles, one that is missing does not.
func breaks(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Tok == token.BREAK {
			found = true
		}
		return !found
	})
	return found
}
