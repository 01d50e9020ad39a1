package noshutdown

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/index"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
)

// A rewrite turns the last statement of func main, which serves, into a server that stops on a signal.
type rewrite struct {
	s    *summary.Summary
	b    *fix.Builder
	call *ast.CallExpr
	stmt ast.Stmt

	addr    string // source of the address; "" for gin's default
	handler string // source of the handler; "" for http.DefaultServeMux
	tls     string // source of the two files, or ""
}

// rewriteMain offers to rewrite the call at cur where it is the last statement of func main.
func rewriteMain(pass *analysis.Pass, s *summary.Summary, cur inspector.Cursor) []analysis.SuggestedFix {
	fixes := []analysis.SuggestedFix{}
	for _, kind := range []func(*rewrite) (analysis.SuggestedFix, bool){(*rewrite).standard, (*rewrite).graceful} {
		if w := newRewrite(pass, s, cur); w != nil {
			if f, ok := kind(w); ok {
				fixes = append(fixes, f)
			}
		}
	}
	return fixes
}

// newRewrite returns nil where the rewrite would not be mechanical.
func newRewrite(pass *analysis.Pass, s *summary.Summary, cur inspector.Cursor) *rewrite {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return nil // a method value
	}
	fn := index.Function(cur)
	if !fn.Valid() {
		return nil
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || decl.Recv != nil || decl.Name.Name != "main" || s.Pkg.Name() != "main" || decl.Body == nil || len(decl.Body.List) == 0 {
		return nil
	}
	last := decl.Body.List[len(decl.Body.List)-1]
	if last.Pos() > call.Pos() || call.End() > last.End() || !simple(last, call) {
		return nil
	}
	w := &rewrite{s: s, b: fix.At(pass, last.Pos()), call: call, stmt: last}
	if w.b == nil || !w.b.GoVersion("go1.16") || leaver(s) != nil || !w.arguments() {
		return nil
	}
	return w
}

// simple reports whether stmt does no more than make the call and handle its error: call, _ = call, f(call), or
// if err := call; err != nil { … }.
func simple(stmt ast.Stmt, call *ast.CallExpr) bool {
	switch stmt := stmt.(type) {
	case *ast.ExprStmt:
		if stmt.X == call {
			return true
		}
		outer, ok := stmt.X.(*ast.CallExpr)
		return ok && len(outer.Args) == 1 && outer.Args[0] == call
	case *ast.AssignStmt:
		id, ok := stmt.Lhs[0].(*ast.Ident)
		return ok && len(stmt.Rhs) == 1 && stmt.Rhs[0] == call && id.Name == "_"
	case *ast.IfStmt:
		init, ok := stmt.Init.(*ast.AssignStmt)
		return ok && init.Tok == token.DEFINE && len(init.Rhs) == 1 && init.Rhs[0] == call && stmt.Else == nil && len(stmt.Body.List) > 0 && failureOf(init, stmt.Cond)
	}
	return false
}

// failureOf reports whether cond is err != nil for the err that init defines.
func failureOf(init *ast.AssignStmt, cond ast.Expr) bool {
	id, ok := init.Lhs[0].(*ast.Ident)
	if !ok {
		return false
	}
	bin, ok := cond.(*ast.BinaryExpr)
	if !ok || bin.Op != token.NEQ {
		return false
	}
	x, ok := bin.X.(*ast.Ident)
	y, isIdent := bin.Y.(*ast.Ident)
	return ok && isIdent && x.Name == id.Name && y.Name == "nil"
}

// arguments reads address, handler and files out of the call.
func (w *rewrite) arguments() bool {
	fn := w.s.Callee(w.call)
	if fn == nil || w.call.Ellipsis.IsValid() {
		return false
	}
	args := w.call.Args
	files := func(from int) string { return w.b.Text(args[from]) + ", " + w.b.Text(args[from+1]) }
	if fn.Pkg().Path() == "net/http" {
		switch fn.Name() {
		case "ListenAndServe":
			w.handler = w.b.Text(args[1])
		case "ListenAndServeTLS":
			w.tls, w.handler = files(1), w.b.Text(args[3])
		default:
			return false // serves on a listener that somebody else may close
		}
		w.addr = w.b.Text(args[0])
		if w.handler == "nil" {
			w.handler = ""
		}
		return true
	}
	sel, ok := ast.Unparen(w.call.Fun).(*ast.SelectorExpr)
	if row := w.s.Row(fn); !ok || row == nil || !row.Recv.Has(resource.RunsEngine) {
		return false
	}
	switch {
	case fn.Name() == "Run" && len(args) == 1:
		w.addr = w.b.Text(args[0])
	case fn.Name() == "RunTLS":
		w.addr, w.tls = w.b.Text(args[0]), files(1)
	case fn.Name() != "Run" || len(args) > 0:
		return false
	}
	w.handler = w.b.Text(sel.X)
	if obj, _, _ := types.LookupFieldOrMethod(w.s.Info.TypeOf(sel.X), true, w.s.Pkg, "TrustedProxies"); obj != nil && !w.handles(sel.X) {
		return false // Gin 1.7: Run reads whom to trust
	}
	if w.handles(sel.X) {
		w.handler += ".Handler()" // it is what Run serves: h2c included, where the engine asks for it
	}
	return true
}

// handles reports whether the engine has a method called Handler.
func (w *rewrite) handles(engine ast.Expr) bool {
	obj, _, _ := types.LookupFieldOrMethod(w.s.Info.TypeOf(engine), true, w.s.Pkg, "Handler")
	return obj != nil
}

// server returns the source of the literal that makes the server, and what has to stand before it.
func (w *rewrite) server(typ string, timeout bool) (before, literal string) {
	addr := w.addr
	if addr == "" {
		addr = w.b.Fresh("addr")
		port := w.b.Fresh("port")
		before = fmt.Sprintf("%[1]s := \":8080\"\nif %[2]s := %[3]sGetenv(\"PORT\"); %[2]s != \"\" {\n\t%[1]s = \":\" + %[2]s\n}\n", addr, port, w.b.Import("os"))
	}
	fields := []string{"Addr: " + addr}
	if w.handler != "" {
		fields = append(fields, "Handler: "+w.handler)
	}
	if timeout {
		fields = append(fields, "ReadHeaderTimeout: 5 * "+w.b.Import("time")+"Second")
	}
	return before, typ + "{" + strings.Join(fields, ", ") + "}"
}

// failure returns the statements that handle the error called err, as the statement does that is rewritten.
func (w *rewrite) failure(err string) string {
	switch stmt := w.stmt.(type) {
	case *ast.ExprStmt:
		if outer, ok := stmt.X.(*ast.CallExpr); ok && outer != w.call {
			return w.b.Text(outer.Fun) + "(" + err + ")" + w.leave(stmt)
		}
	case *ast.IfStmt:
		body := w.b.Text(stmt.Body)
		body = strings.Trim(body[1:len(body)-1], " \t\n")
		return body + w.leave(stmt.Body.List[len(stmt.Body.List)-1])
	}
	return w.b.Log(err) + w.leave(nil)
}

// leave returns the return statement that has to stand behind last, if that does not leave the function by itself.
func (w *rewrite) leave(last ast.Stmt) string {
	switch last := last.(type) {
	case *ast.ReturnStmt:
		return ""
	case *ast.ExprStmt:
		if call, ok := last.X.(*ast.CallExpr); ok && !w.s.MayReturn(call) {
			return ""
		}
	}
	return "\nreturn"
}

// standard is the rewrite with the standard library alone.
func (w *rewrite) standard() (analysis.SuggestedFix, bool) {
	b := w.b
	srv, ctx, stop, failed, grace, cancel := b.Fresh("srv"), b.Fresh("ctx"), b.Fresh("stop"), b.Fresh("failed"), b.Fresh("grace"), b.Fresh("cancel")
	err := "err"
	if ifs, ok := w.stmt.(*ast.IfStmt); ok {
		err = ifs.Init.(*ast.AssignStmt).Lhs[0].(*ast.Ident).Name
	}
	before, literal := w.server("&"+b.Import("net/http")+"Server", true)
	serve := "ListenAndServe()"
	if w.tls != "" {
		serve = "ListenAndServeTLS(" + w.tls + ")"
	}
	fresh := b.Import("context") + "WithoutCancel(" + ctx + ")"
	if !b.GoVersion("go1.21") {
		fresh = b.Import("context") + "Background()"
	}
	lines := []string{
		before + srv + " := " + literal,
		fmt.Sprintf("%s, %s := %sNotifyContext(%sBackground(), %sInterrupt, %sSIGTERM)", ctx, stop, b.Import("os/signal"), b.Import("context"), b.Import("os"), b.Import("syscall")),
		"defer " + stop + "()",
		failed + " := make(chan error, 1)",
		"go func() { " + failed + " <- " + srv + "." + serve + " }()",
		"select {",
		"case " + err + " := <-" + failed + ":",
		"\t" + fix.Indent(w.failure(err), "\t"),
		"case <-" + ctx + ".Done():",
		"}",
		stop + "() // from here on a second signal ends the process at once",
		fmt.Sprintf("%s, %s := %sWithTimeout(%s, 10*%sSecond)", grace, cancel, b.Import("context"), fresh, b.Import("time")),
		"defer " + cancel + "()",
		"if " + err + " := " + srv + ".Shutdown(" + grace + "); " + err + " != nil {",
		"\t" + b.Log(err),
		"}",
	}
	w.replace(strings.Join(lines, "\n"))
	return b.Fix("Serve until SIGINT or SIGTERM, then give requests ten seconds to finish"), true
}

const gracefulPath = "github.com/shutdownlint/shutdownlint/runtime/graceful"

// graceful is the rewrite with the runtime module, for packages that use it already.
func (w *rewrite) graceful() (analysis.SuggestedFix, bool) {
	used := false
	for _, imp := range w.s.Pkg.Imports() {
		used = used || imp.Path() == gracefulPath
	}
	if !used || w.tls != "" || w.defers() {
		return analysis.SuggestedFix{}, false // os.Exit would skip what is deferred
	}
	b := w.b
	app := b.Fresh("app")
	before, literal := w.server("", false)
	lines := []string{
		before + app + " := &" + b.Import(gracefulPath) + "App{Servers: []*" + b.Import("net/http") + "Server{" + literal + "}}",
		"if err := " + app + ".Run(" + b.Import("context") + "Background()); err != nil {",
		"\t" + b.Log("err"),
		"\t" + b.Import("os") + "Exit(" + b.Import(gracefulPath) + "ExitCode(err))",
		"}",
	}
	w.replace(strings.Join(lines, "\n"))
	return b.Fix("Let graceful.App serve, drain and stop"), true
}

func (w *rewrite) defers() bool {
	found := false
	for _, f := range w.s.Files {
		for cur := range f.Preorder((*ast.DeferStmt)(nil)) {
			if fn := index.Function(cur); fn.Valid() && fn.Node().Pos() <= w.stmt.Pos() && w.stmt.End() <= fn.Node().End() {
				found = true
			}
		}
	}
	return found
}

// replace puts text in the place of the statement, with its indentation. A comment at its end stays on its first line.
func (w *rewrite) replace(text string) {
	first, rest, _ := strings.Cut(fix.Indent(text, "\t"), "\n")
	w.b.ReplaceLine(w.stmt, first, rest)
}
