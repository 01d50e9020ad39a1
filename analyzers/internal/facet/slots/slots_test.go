package slots_test

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/facettest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/slots"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

var prelude = snippet.Imports("context", "database/sql", "io", "net", "net/http", "os", "os/signal", "sync", "time") + `
var kept any
var ch = make(chan os.Signal, 1)
var m sync.Map
func other(x any) { m.Store(1, x) }
`

// describe says what row says of the slots, and what the function makes.
func describe(row *resource.Row) string {
	var parts []string
	if row.Recv != 0 {
		parts = append(parts, "recv:"+row.Recv.String())
	}
	for i, e := range row.Args {
		if e != 0 {
			parts = append(parts, fmt.Sprintf("%d:%v", i, e))
		}
	}
	for _, w := range row.Wraps {
		parts = append(parts, fmt.Sprintf("%d→%d", w.Arg, w.Result))
	}
	for _, m := range row.Makes {
		parts = append(parts, strings.TrimSuffix(fmt.Sprintf("new %s:%v", m.Kind, m.Effect), ":"))
	}
	if row.Does != 0 {
		parts = append(parts, facettest.Names(row.Does))
	}
	return strings.Join(parts, " ")
}

func TestFacet(t *testing.T) {
	tests := []facettest.Case{
		{"nothing", `func f() {}`, ""},
		{"of no kind", `func f(n int) int { return n }`, ""},
		{"left alone", `func f(s *http.Server) { _ = s.Addr }`, ""},
		{"without a name", `func f(*http.Server) {}`, ""},
		{"blank", `func f(_ *http.Server) {}`, ""},
		{"serves", `func f(s *http.Server) { s.ListenAndServe() }`, "0:serves"},
		{"serves and stops", `func f(n int, s *http.Server) { go s.ListenAndServe(); s.Close() }`, "1:serves|forceCloses"},
		{"serves in a literal", `func f(s *http.Server) { _ = func() { s.ListenAndServe() } }`, "0:serves"},
		{"receiver", `type app struct{ srv *http.Server }; func (a *app) f() { a.srv.ListenAndServe() }`, "recv:serves"},
		{"receiver without a name", `type app struct{ srv *http.Server }; func (*app) f() {}`, ""},
		{"through a function", `func f(s *http.Server) { g(s) }; func g(s *http.Server) { s.ListenAndServe() }`, "0:serves"},
		{"releases", `func f(c io.Closer) { c.Close() }`, "0:releases"},
		{"keeps", `func f(s *http.Server) { kept = s }`, "0:keeps"},
		{"lets go", `func f(s *http.Server) { other(s) }`, "0:escapes"},
		{"lets any go", `func f(x any) { other(x) }`, "0:escapes"},
		{"looks at any", `func f(x any) { _ = x == nil }`, ""},
		{"registers", `func f(sigs ...os.Signal) { signal.Notify(ch, sigs...) }`, "0:registers"},
		{"receives", `func f(c chan os.Signal) { <-c }`, "0:receives"},

		// timeouts
		{"sets a timeout", `func f(s *http.Server) { s.ReadTimeout = time.Second }`, "0:setsTimeout"},
		{"sets no timeout", `func f(s *http.Server) { s.ReadTimeout = 0 }`, ""},
		{"sets another timeout", `func f(s *http.Server) { s.IdleTimeout = time.Second }`, ""},
		{"sets it in parentheses", `func f(s *http.Server) { (s.ReadHeaderTimeout) = time.Second }`, "0:setsTimeout"},

		// results
		{"wraps", `func f(s *http.Server) *http.Server { return s }`, "0→0"},
		{"wraps twice", `func f(s *http.Server, b bool) *http.Server { if b { return s }; return s }`, "0→0"},
		{"wraps in another result", `func f(s *http.Server) (int, *http.Server) { return 1, s }`, "0→1"},
		{"makes", `func f() *http.Server { return &http.Server{} }`, "new net/http.Server"},
		{"makes by new", `func f() *http.Server { s := new(http.Server); return s }`, "new net/http.Server"},
		{"makes with a timeout", `func f() *http.Server { return &http.Server{ReadTimeout: time.Second} }`, "new net/http.Server:setsTimeout"},
		{"makes without", `func f() *http.Server { return &http.Server{Addr: "", ReadTimeout: 0} }`, "new net/http.Server"},
		{"makes and serves", `func f() *http.Server { s := &http.Server{}; go s.ListenAndServe(); return s }`, "new net/http.Server:serves"},
		{"makes one of two", `func f(b bool) *http.Server { if b { return &http.Server{ReadTimeout: 1} }; return &http.Server{} }`, "new net/http.Server"},
		{"makes one of two, one of which escapes", `func f(b bool) *http.Server { if b { s := &http.Server{}; other(s); return s }; return &http.Server{} }`, "new net/http.Server:escapes"},
		{"makes for itself", `func f() int { s := &http.Server{}; s.ListenAndServe(); return 1 }`, ""},
		{"makes and does not return", `func f() { s := &http.Server{}; s.ListenAndServe() }`, ""},
		{"makes through a function", `func f() *http.Server { return g() }; func g() *http.Server { return &http.Server{} }`, "new net/http.Server"},
		{"makes a channel", `func f() chan os.Signal { return make(chan os.Signal) }`, "new chan os.Signal:unbuffered"},
		{"makes a channel with room", `func f() chan os.Signal { return make(chan os.Signal, 1) }`, "new chan os.Signal"},
		{"makes a channel with some room", `func f(n int) chan os.Signal { return make(chan os.Signal, n) }`, "new chan os.Signal"},
		{"makes another channel", `func f() chan int { return make(chan int) }`, ""},
		{"opens", `func f() (*sql.DB, error) { return sql.Open("", "") }`, "new database/sql.DB"},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.Check(t, prelude+test.Src), false, slots.Facet)
			if got := describe(p.RowOf(t, "f")); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}

// Of engines of gin, what a function does as a whole counts.
func TestChains(t *testing.T) {
	const gin = `package gin

type Context struct{}
type HandlerFunc func(*Context)
type RouterGroup struct{}
type Engine struct{ RouterGroup }
func New() *Engine
func Default() *Engine
func Recovery() HandlerFunc
func (*Context) Next()
func (*RouterGroup) GET(string, ...HandlerFunc)
func (*Engine) Use(...HandlerFunc)
func (*Engine) Run() error
func handle(*Context)
`
	tests := []facettest.Case{
		{"nothing", `func f(e *Engine) {}`, ""},
		{"routes", `func f(e *Engine) { e.GET("/", handle) }`, "0:routes"},
		{"recovery in front", `func f(e *Engine) { e.Use(Recovery()); e.GET("/", handle) }`, "0:recovers"},
		{"recovery behind", `func f(e *Engine) { e.GET("/", handle); e.Use(Recovery()) }`, "0:recovers|routes"},
		{"recovery of a route", `func f(e *Engine) { e.GET("/", Recovery(), handle) }`, "0:covers|shields"},
		{"perhaps of a route", `func f(e *Engine, h ...HandlerFunc) { e.GET("/", h...) }`, "0:covers"},
		{"passes on what it gets", `func f(e *Engine, h ...HandlerFunc) { e.Use(h...) }`, "0:usesArgs"},
		{"makes", `func f() *Engine { return New() }`, "new github.com/gin-gonic/gin.Engine"},
		{"makes with recovery", `func f() *Engine { e := New(); e.Use(Recovery()); e.GET("/", handle); return e }`, "new github.com/gin-gonic/gin.Engine:recovers"},
		{"makes with routes", `func f() *Engine { e := New(); e.GET("/", handle); return e }`, "new github.com/gin-gonic/gin.Engine:routes"},
		{"makes it inside", `type app struct{ e *Engine }; func f() *app { return &app{e: New()} }`, "new github.com/gin-gonic/gin.Engine:enclosed"},
		{"makes it inside, where others come to it", `type app struct{ E *Engine }; func f() *app { return &app{E: New()} }`, "new github.com/gin-gonic/gin.Engine"},
		{"makes by default", `func f() *Engine { return Default() }`, "new github.com/gin-gonic/gin.Engine:recovers"},
		{"is a recovery", `func f(c *Context) { defer func() { recover() }(); c.Next() }`, "recovering"},
		{"returns a recovery", `func f() HandlerFunc { return func(c *Context) { defer func() { recover() }(); c.Next() } }`, "recovering"},
		{"is no recovery", `func f(c *Context) { c.Next() }`, ""},
	}
	for _, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			p := facettest.Compute(t, snippet.CheckAs(t, "github.com/gin-gonic/gin", gin+test.Src), false, slots.Facet)
			if got := describe(p.RowOf(t, "f")); got != test.Want {
				t.Errorf("%s\ngot  %q\nwant %q", test.Src, got, test.Want)
			}
		})
	}
}

func TestCreations(t *testing.T) {
	p := facettest.Compute(t, snippet.Check(t, prelude+`
var a http.Server
var b *http.Server
var c, d = 1, http.Server{Addr: ""}
type nested struct { srv http.Server }
func f() { e := g(); h := new(http.Server); _, _ = e, h; var i net.Listener; _ = i }
func g() *http.Server { return nil }
func h() func() { var j http.Server; return func() { j.ReadTimeout = 1 } }
func i(open func() *http.Server) { k := open(); _ = k }
`), false, slots.Facet)
	var found []string
	for _, c := range slots.Creations(p.Package, "net/http.Server") {
		text := p.Snippet.Text(c.Cur)
		if e := slots.Effect(p.Info, c.Follow(p.Tracer())); e != 0 {
			text += ":" + e.String()
		}
		if resource.KindOf(c.Type) != "net/http.Server" || (c.Var != nil) != isName(c.Cur.Node()) {
			t.Errorf("%s: %v", text, c.Type)
		}
		found = append(found, text)
	}
	if got, want := strings.Join(found, " "), `a http.Server{Addr: ""}:keeps new(http.Server) j:setsTimeout`; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := slots.Creations(p.Package, resource.GinEngine); got != nil {
		t.Errorf("%+v", got)
	}
}

func isName(n ast.Node) bool { _, ok := n.(*ast.Ident); return ok }
