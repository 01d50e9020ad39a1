package lifecycle_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/snippet"
)

// standard imports the packages of the standard library.
var standard = importer.Default()

// A module is packages that were analysed one after the other, with their facts, as go vet does it.
type module struct {
	t     *testing.T
	fset  *token.FileSet
	types map[string]*types.Package
	facts map[string]map[reflect.Type][]byte
}

func newModule(t *testing.T) *module {
	return &module{t: t, fset: token.NewFileSet(), types: make(map[string]*types.Package), facts: make(map[string]map[reflect.Type][]byte)}
}

// Import finds a package of the module, or of the standard library.
func (m *module) Import(path string) (*types.Package, error) {
	if pkg := m.types[path]; pkg != nil {
		return pkg, nil
	}
	return standard.Import(path)
}

// add analyses the package with this source, which may import those that were added before as example.com/m/NAME.
func (m *module) add(src string) *lifecycle.Lifecycle {
	m.t.Helper()
	file, err := parser.ParseFile(m.fset, "file.go", src, parser.SkipObjectResolution)
	if err != nil {
		m.t.Fatal(err)
	}
	path := "example.com/m/" + file.Name.Name
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
	}
	pkg, err := (&types.Config{Importer: m}).Check(path, m.fset, []*ast.File{file}, info)
	if err != nil {
		m.t.Fatalf("%v in\n%s", err, src)
	}
	m.types[path], m.facts[path] = pkg, make(map[reflect.Type][]byte)
	results := make(map[*analysis.Analyzer]any)
	var run func(a *analysis.Analyzer) any
	run = func(a *analysis.Analyzer) any {
		if result, ok := results[a]; ok {
			return result
		}
		inputs := make(map[*analysis.Analyzer]any)
		for _, req := range a.Requires {
			inputs[req] = run(req)
		}
		result, err := a.Run(&analysis.Pass{
			Analyzer: a, Fset: m.fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info, ResultOf: inputs,
			Module:   &analysis.Module{Path: "example.com/m"},
			ReadFile: func(string) ([]byte, error) { return nil, fmt.Errorf("no files") },
			ImportPackageFact: func(p *types.Package, fact analysis.Fact) bool {
				data, ok := m.facts[p.Path()][reflect.TypeOf(fact)]
				return ok && gob.NewDecoder(bytes.NewReader(data)).Decode(fact) == nil
			},
			ExportPackageFact: func(fact analysis.Fact) {
				var b bytes.Buffer
				if err := gob.NewEncoder(&b).Encode(fact); err != nil {
					m.t.Fatal(err)
				}
				m.facts[path][reflect.TypeOf(fact)] = b.Bytes()
			},
		})
		if err != nil {
			m.t.Fatal(err)
		}
		results[a] = result
		return result
	}
	return run(lifecycle.Analyzer).(*lifecycle.Lifecycle)
}

// prelude goes in front of the sources of package main.
var prelude = strings.Replace(snippet.Imports("bufio", "context", "database/sql", "errors", "fmt", "log", "log/slog", "net", "net/http", "os", "os/signal", "sync", "sync/atomic", "syscall", "time"), "package p", "package main", 1) + `
func dial() *sql.DB { db, _ := sql.Open("", ""); return db }
`

// source is a file of package main with these declarations.
func source(decls string) string {
	if strings.Contains(decls, "server.") {
		return strings.Replace(prelude, "package main\n", "package main\n\nimport \"example.com/m/server\"\n", 1) + decls
	}
	return prelude + decls
}

// programs returns the programs of the package whose root has the name.
func programs(l *lifecycle.Lifecycle, name string) []*lifecycle.Program {
	return slices.DeleteFunc(l.Programs(), func(p *lifecycle.Program) bool { return p.Root.Func == nil || p.Root.Func.Name() != name })
}

// all analyses the sources and returns what ask says of each program of function f, or main, in the last of them.
func all(t *testing.T, srcs []string, ask func(*lifecycle.Program) []string) string {
	t.Helper()
	m := newModule(t)
	for _, src := range srcs[:len(srcs)-1] {
		m.add(src)
	}
	l := m.add(source(srcs[len(srcs)-1]))
	var found []string
	for _, name := range []string{"main", "f"} {
		for _, p := range programs(l, name) {
			found = append(found, ask(p)...)
		}
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), ", ")
}

func outruns(p *lifecycle.Program) (found []string) {
	for _, o := range p.Outruns() {
		end := o.End.Kind.String()
		if o.End.Kind != lifecycle.Return {
			end = lifecycle.Name(p.Site(o.End))
		}
		found = append(found, lifecycle.Name(p.At(o.Drain))+" < "+end)
	}
	return found
}

func early(p *lifecycle.Program) (found []string) {
	for _, e := range p.Early(func(e *lifecycle.Event) bool { return e.Kind == lifecycle.End }) {
		drain := ""
		if e.Drain != nil {
			drain = " " + lifecycle.Name(p.Site(e.Drain))
		}
		when := [...]string{"before", "during", "beside", "beyond", "in vain", "undrained"}[e.When]
		found = append(found, lifecycle.Name(p.Site(e.End))+" "+when+drain)
	}
	return found
}

// closed says what becomes of http.ErrServerClosed.
func closed(p *lifecycle.Program) (found []string) {
	for _, serve := range p.Events {
		if serve.Kind != lifecycle.Serve {
			continue
		}
		fate := p.Fate(serve, lifecycle.Closed)
		for _, e := range slices.Concat(fate.Exits, fate.Fails) {
			found = append(found, e.Kind.String()+" "+e.Name)
		}
	}
	return found
}

const server = `package server

import (
	"context"
	"errors"
	"net/http"
)

type Server struct {
	HTTP *http.Server
	done chan struct{}
}

func New() *Server { return &Server{HTTP: new(http.Server), done: make(chan struct{})} }

func (s *Server) Run() error { return s.HTTP.ListenAndServe() }

func (s *Server) RunQuietly() error {
	if err := s.HTTP.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (s *Server) RunToTheEnd() error {
	err := s.HTTP.ListenAndServe()
	<-s.done
	return err
}

func (s *Server) Stop(ctx context.Context) error { return s.HTTP.Shutdown(ctx) }

func (s *Server) StopAndTell(ctx context.Context) error {
	defer close(s.done)
	return s.HTTP.Shutdown(ctx)
}

func (s *Server) Wait() { <-s.done }

type Stopper interface{ Halt(ctx context.Context) error }

func (s *Server) Halt(ctx context.Context) error { return s.Stop(ctx) }
`

// inMain is a main function that uses package server.
func inMain(body string) []string {
	return []string{server, "func main() {\nctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)\ndefer stop()\ns := server.New()\n_ = ctx\n" + body + "\n}"}
}

// inF is a function of the same package.
func inF(body string) []string {
	return []string{"func f(ctx context.Context, srv *http.Server, db *sql.DB, sigs chan os.Signal) error {\n" + body + "\n}"}
}

// later is a goroutine that stops the server.
const later = "go func() { <-ctx.Done(); srv.Shutdown(context.Background()) }()\n"

// services are parts of a program in a list.
const services = `
type service interface {
	Start() error
	Stop(context.Context) error
}

type web struct{ srv *http.Server }

func (w *web) Start() error { return w.srv.ListenAndServe() }

func (w *web) Stop(ctx context.Context) error { return w.srv.Shutdown(ctx) }

type queue struct{ db *sql.DB }

func (q *queue) Start() error { return nil }

func (q *queue) Stop(context.Context) error { return q.db.Close() }
`

// runner is another package, which knows no service.
const runner = `package server

import (
	"context"
	"sync"
)

type Service interface {
	Start() error
	Stop(context.Context) error
}

func Run(ctx context.Context, s Service) error {
	go func() { <-ctx.Done(); s.Stop(context.Background()) }()
	return s.Start()
}

func RunAll(ctx context.Context, list ...Service) {
	go func() {
		<-ctx.Done()
		for _, s := range list {
			s.Stop(context.Background())
		}
	}()
	var wg sync.WaitGroup
	for _, s := range list {
		wg.Go(func() { s.Start() })
	}
	wg.Wait()
}

type Store interface{ Stop(context.Context) error }

func Keep(ctx context.Context, s Store) { <-ctx.Done(); s.Stop(ctx) }
`

// web is the service of package main.
const web = `type web struct{ srv *http.Server }
func (w *web) Start() error { return w.srv.ListenAndServe() }
func (w *web) Stop(ctx context.Context) error { return w.srv.Shutdown(ctx) }
`

func TestOutruns(t *testing.T) {
	for name, test := range map[string]struct {
		srcs []string
		want string
	}{
		"returns with serving":        {inF(later + "return srv.ListenAndServe()"), "srv.Shutdown < return"},
		"a variable's function stops": {[]string{"var stop = func(s *http.Server, ctx context.Context) { s.Shutdown(ctx) }\nfunc f(ctx context.Context, srv *http.Server) error { go func() { <-ctx.Done(); stop(srv, ctx) }()\nreturn srv.ListenAndServe() }"}, "s.Shutdown < return"},
		"returns nothing":             {inF(later + "srv.ListenAndServe()\nreturn nil"), "srv.Shutdown < return"},
		"closes a store":              {inF(later + "defer db.Close()\nreturn srv.ListenAndServe()"), "srv.Shutdown < db.Close, srv.Shutdown < return"},
		"exits":                       {inF(later + "srv.ListenAndServe()\nos.Exit(0)\nreturn nil"), "srv.Shutdown < os.Exit"},
		"waits":                       {inF("done := make(chan int)\ngo func() { <-ctx.Done(); srv.Shutdown(ctx); close(done) }()\nsrv.ListenAndServe()\n<-done\nreturn nil"), ""},
		"waits by defer":              {inF("done := make(chan int)\ndefer func() { <-done }()\ngo func() { defer close(done); <-ctx.Done(); srv.Shutdown(ctx) }()\nreturn srv.ListenAndServe()"), ""},
		"waits for another error":     {inF("done := make(chan int)\ngo func() { defer close(done); <-ctx.Done(); srv.Shutdown(ctx) }()\nif err := srv.ListenAndServe(); err != nil { return err }\n<-done\nreturn nil"), "srv.Shutdown < return"},
		"waits for the right error":   {inF("done := make(chan int)\ngo func() { defer close(done); <-ctx.Done(); srv.Shutdown(ctx) }()\nif err := srv.ListenAndServe(); err != http.ErrServerClosed { return err }\n<-done\nreturn nil"), ""},
		"waits in a helper":           {[]string{"func wait(c chan int) { <-c }\nfunc f(ctx context.Context, srv *http.Server) {\ndone := make(chan int)\ngo func() { <-ctx.Done(); srv.Shutdown(ctx); close(done) }()\nsrv.ListenAndServe()\nwait(done)\n}"}, ""},
		"a group waits":               {inF("var wg sync.WaitGroup\nwg.Add(1)\ngo func() { defer wg.Done(); <-ctx.Done(); srv.Shutdown(ctx) }()\nsrv.ListenAndServe()\nwg.Wait()\nreturn nil"), ""},
		"another group waits":         {inF("var wg, other sync.WaitGroup\nwg.Add(1)\ngo func() { defer wg.Done(); <-ctx.Done(); srv.Shutdown(ctx) }()\nother.Go(func() {})\nsrv.ListenAndServe()\nother.Wait()\nreturn nil"), ""},
		"polls":                       {inF("var over atomic.Bool\ngo func() { <-ctx.Done(); srv.Shutdown(ctx); over.Store(true) }()\nsrv.ListenAndServe()\nfor !over.Load() {}\nreturn nil"), ""},
		"sleeps":                      {inF(later + "srv.ListenAndServe()\ntime.Sleep(time.Second)\nreturn nil"), ""},
		"waits on one path":           {inF("done := make(chan int)\ngo func() { <-ctx.Done(); srv.Shutdown(ctx); close(done) }()\nsrv.ListenAndServe()\nif ctx.Err() != nil { <-done }\nreturn nil"), ""},
		"somebody else stops":         {inF("srv.ListenAndServe()\nreturn nil"), ""},
		"stops another":               {inF("other := new(http.Server)\ngo func() { <-ctx.Done(); other.Shutdown(ctx) }()\nreturn srv.ListenAndServe()"), ""},
		"waits for nothing first":     {inF("go srv.Shutdown(ctx)\nreturn srv.ListenAndServe()"), ""},
		"serves aside":                {inF("go srv.ListenAndServe()\n<-ctx.Done()\nreturn srv.Shutdown(ctx)"), ""},
		"hears of the end":            {inF("errs := make(chan error)\ngo func() { errs <- srv.ListenAndServe() }()\n" + later + "return <-errs"), "srv.Shutdown < return"},
		"hears of both":               {inF("errs := make(chan error)\ngo func() { errs <- srv.ListenAndServe() }()\ngo func() { <-ctx.Done(); errs <- srv.Shutdown(ctx) }()\n<-errs\nreturn <-errs"), ""},
		"the caller has the channel":  {[]string{"func f(ctx context.Context, srv *http.Server, done chan int) error {\ngo func() { <-ctx.Done(); srv.Shutdown(ctx); close(done) }()\nreturn srv.ListenAndServe()\n}"}, ""},
		"somebody may have it":        {[]string{"func f(ctx context.Context, srv *http.Server, show func(chan int)) error {\ndone := make(chan int)\nshow(done)\ngo func() { <-ctx.Done(); srv.Shutdown(ctx); close(done) }()\nreturn srv.ListenAndServe()\n}"}, ""},
		"nobody knows what is next":   {[]string{"func f(ctx context.Context, srv *http.Server, end func()) {\n" + later + "srv.ListenAndServe()\nend()\n}"}, ""},
		"an inner goroutine stops":    {inF("go func() { <-ctx.Done(); var wg sync.WaitGroup; wg.Add(1); go func() { defer wg.Done(); <-ctx.Done(); srv.Shutdown(ctx) }(); wg.Wait() }()\nreturn srv.ListenAndServe()"), "srv.Shutdown < return"},
		"by method values":            {[]string{"type app struct { srv *http.Server }\nfunc (a *app) stop(ctx context.Context) { <-ctx.Done(); a.srv.Shutdown(ctx) }\nfunc (a *app) serve() error { return a.srv.ListenAndServe() }\nfunc f(ctx context.Context, a *app) error {\ngo a.stop(ctx)\nserve := a.serve\nreturn serve()\n}"}, "a.srv.Shutdown < return"},
		"in pieces":                   {[]string{"func start(srv *http.Server) chan error { errs := make(chan error); go func() { errs <- srv.ListenAndServe() }(); return errs }\nfunc stop(ctx context.Context, srv *http.Server) { go func() { <-ctx.Done(); srv.Shutdown(ctx) }() }\nfunc f(ctx context.Context, srv *http.Server) error {\nstop(ctx, srv)\nreturn <-start(srv)\n}"}, "srv.Shutdown < return"},
		"given a function":            {[]string{"func aside(do func()) { go do() }\nfunc f(ctx context.Context, srv *http.Server) error {\naside(func() { <-ctx.Done(); srv.Shutdown(ctx) })\nreturn srv.ListenAndServe()\n}"}, "srv.Shutdown < return"},
		"when the context ends":       {inF("context.AfterFunc(ctx, func() { srv.Shutdown(ctx) })\nreturn srv.ListenAndServe()"), "srv.Shutdown < return"},
		"select without a case":       {inF(later + "srv.ListenAndServe()\nselect {}"), ""},

		"through an interface that a mock has, too":  {[]string{"type stopper interface{ Stop() }\ntype app struct{ srv *http.Server }\nfunc (a *app) Stop() { a.srv.Shutdown(context.Background()) }\ntype mockApp struct{}\nfunc (mockApp) Stop() {}\nfunc f(ctx context.Context, a *app) error {\nvar s stopper = a\ngo func() { <-ctx.Done(); s.Stop() }()\nreturn a.srv.ListenAndServe()\n}"}, "a.srv.Shutdown < return"},
		"through an interface that two types have":   {[]string{"type stopper interface{ Stop() }\ntype app struct{ srv *http.Server }\nfunc (a *app) Stop() { a.srv.Shutdown(context.Background()) }\ntype batch struct{}\nfunc (batch) Stop() {}\nfunc f(ctx context.Context, a *app) error {\nvar s stopper = a\ngo func() { <-ctx.Done(); s.Stop() }()\nreturn a.srv.ListenAndServe()\n}"}, ""},
		"waits until nothing is in hand":             {[]string{"func f(ctx context.Context, srv *http.Server, busy func() bool) error {\n" + later + "err := srv.ListenAndServe()\nidle := make(chan int)\ngo func() { for busy() { time.Sleep(time.Second) }; idle <- 1 }()\n<-idle\nreturn err\n}"}, ""},
		"waits for something else, which is at once": {[]string{"func f(ctx context.Context, srv *http.Server) error {\n" + later + "err := srv.ListenAndServe()\nidle := make(chan int)\ngo func() { idle <- 1 }()\n<-idle\nreturn err\n}"}, "srv.Shutdown < return"},
		"cancels what has begun it":                  {[]string{"func main() {\nctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)\ndefer cancel()\nsrv := new(http.Server)\ngo func() { if err := serve(ctx, srv); err != nil { cancel() } }()\n<-ctx.Done()\n}\nfunc serve(ctx context.Context, srv *http.Server) error {\nerrs := make(chan error, 1)\ngo func() { errs <- srv.ListenAndServe() }()\nselect { case <-ctx.Done(): return srv.Shutdown(context.Background()); case err := <-errs: return err }\n}"}, "srv.Shutdown < return"},
		"cancels another context":                    {[]string{"func main() {\nctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)\ndefer stop()\nover, cancel := context.WithCancel(context.Background())\nsrv := new(http.Server)\ngo srv.ListenAndServe()\ngo func() { <-ctx.Done(); srv.Shutdown(context.Background()); cancel() }()\n<-over.Done()\n}"}, ""},
		"the elements of a list":                     {[]string{services + "func f(ctx context.Context, list []service) {\ngo func() { <-ctx.Done(); for _, s := range list { s.Stop(ctx) } }()\nfor _, s := range list { s := s; s.Start() }\n}"}, "w.srv.Shutdown < return"},
		"the elements of a list, waited for":         {[]string{services + "func f(ctx context.Context, list []service) {\ndone := make(chan int)\ngo func() { <-ctx.Done(); for _, s := range list { s.Stop(ctx) }; close(done) }()\nfor _, s := range list { s.Start() }\n<-done\n}"}, ""},
		"one element of a list":                      {[]string{services + "func f(ctx context.Context, list []service) {\ngo func() { <-ctx.Done(); list[0].Stop(ctx) }()\nlist[0].Start()\n}"}, ""},
		"of an interface that main implements":       {[]string{runner, web + "func main() { ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM); defer stop(); server.Run(ctx, &web{new(http.Server)}) }"}, "w.srv.Shutdown < return"},
		"of an interface that main has twice":        {[]string{runner, web + "type other struct{}\nfunc (other) Start() error { return nil }\nfunc (other) Stop(context.Context) error { return nil }\nfunc main() { ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM); defer stop(); server.Run(ctx, &web{new(http.Server)}) }"}, ""},
		"of a list that main fills":                  {[]string{runner, web + "type other struct{}\nfunc (other) Start() error { return nil }\nfunc (other) Stop(context.Context) error { return nil }\nfunc main() { ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM); defer stop(); server.RunAll(ctx, &web{new(http.Server)}) }"}, "w.srv.Shutdown < return"},
		"an interface in the place of a server":      {[]string{"type server interface {\nListenAndServe() error\nShutdown(context.Context) error\n}\ntype fakeServer struct{}\nfunc (fakeServer) ListenAndServe() error { return nil }\nfunc (fakeServer) Shutdown(context.Context) error { return nil }\ntype app struct{ srv server }\nfunc f(ctx context.Context, a *app) error {\ngo func() { <-ctx.Done(); a.srv.Shutdown(context.Background()) }()\nreturn a.srv.ListenAndServe()\n}"}, "a.srv.Shutdown < return"},
		"an interface that no server has":            {[]string{"type server interface {\nListenAndServe() error\nShutdown(context.Context) error\nReload()\n}\ntype app struct{ srv server }\nfunc f(ctx context.Context, a *app) error {\ngo func() { <-ctx.Done(); a.srv.Shutdown(context.Background()) }()\nreturn a.srv.ListenAndServe()\n}"}, ""},

		"of another package":                {inMain("go func() { <-ctx.Done(); s.Stop(context.Background()) }()\ns.Run()"), "s.Stop < return"},
		"of another package, stores closed": {inMain("db := dial()\ngo func() { <-ctx.Done(); s.Stop(context.Background()) }()\ns.RunQuietly()\ndb.Close()"), "s.Stop < db.Close, s.Stop < return"},
		"another package waits":             {inMain("go func() { <-ctx.Done(); s.StopAndTell(context.Background()) }()\ns.RunToTheEnd()"), ""},
		"another package can wait":          {inMain("go func() { <-ctx.Done(); s.StopAndTell(context.Background()) }()\ns.Run()\ns.Wait()"), ""},
		"another package could wait":        {inMain("go func() { <-ctx.Done(); s.StopAndTell(context.Background()) }()\ns.Run()"), "s.StopAndTell < return"},
		"through an interface":              {inMain("var h server.Stopper = s\ngo func() { <-ctx.Done(); h.Halt(context.Background()) }()\ns.Run()"), "h.Halt < return"},
		"main waits for the signal only":    {inMain("go s.Run()\ngo func() { <-ctx.Done(); s.Stop(context.Background()) }()\n<-ctx.Done()"), "s.Stop < return"},
		"main stops":                        {inMain("go s.Run()\n<-ctx.Done()\ns.Stop(context.Background())"), ""},
		"main starts the stop":              {inMain("go s.Run()\n<-ctx.Done()\ngo s.Stop(context.Background())"), "s.Stop < return"},
		"main starts the stop too early":    {inMain("go s.Run()\ngo s.Stop(context.Background())\nselect {}"), ""},
		"main starts the stop in a helper":  {inMain("end := func() { go s.Stop(context.Background()) }\ngo s.Run()\n<-ctx.Done()\nend()"), "s.Stop < return"},
		"main hears of the stop":            {inMain("done := make(chan int)\ngo s.Run()\n<-ctx.Done()\ngo func() { s.Stop(context.Background()); close(done) }()\n<-done"), ""},
		"main hears of serving only":        {inMain("done := make(chan int)\ngo func() { s.Run(); close(done) }()\n<-ctx.Done()\ngo s.Stop(context.Background())\n<-done"), "s.Stop < return"},
		"a group runs the stop":             {inMain("var wg sync.WaitGroup\ngo s.Run()\n<-ctx.Done()\nwg.Go(func() { s.Stop(context.Background()) })\nwg.Wait()"), ""},
		"the sleep is the deadline":         {inMain("go s.Run()\n<-ctx.Done()\ngo s.Stop(context.Background())\ntime.Sleep(time.Second)"), ""},
		"the sleep is too short":            {inMain("go s.Run()\n<-ctx.Done()\ngrace, cancel := context.WithTimeout(context.Background(), 5*time.Second)\ndefer cancel()\ngo s.Stop(grace)\ntime.Sleep(time.Second)"), "s.Stop < return"},
		"the sleep is long enough":          {inMain("go s.Run()\n<-ctx.Done()\ngrace, cancel := context.WithTimeout(context.Background(), 5*time.Second)\ndefer cancel()\ngo s.Stop(grace)\ntime.Sleep(6*time.Second)"), ""},
		"sleeps again and again":            {inMain("go s.Run()\n<-ctx.Done()\ngrace, cancel := context.WithTimeout(context.Background(), 5*time.Second)\ndefer cancel()\ngo s.Stop(grace)\nfor range 10 { time.Sleep(time.Second) }"), ""},
		"sleeps twice":                      {inMain("go s.Run()\n<-ctx.Done()\ngrace, cancel := context.WithTimeout(context.Background(), 5*time.Second)\ndefer cancel()\ngo s.Stop(grace)\ntime.Sleep(4*time.Second)\ntime.Sleep(4*time.Second)"), ""},
		"the wait has a deadline":           {inMain("done := make(chan int)\ngo s.Run()\n<-ctx.Done()\ngrace, cancel := context.WithTimeout(context.Background(), 5*time.Second)\ndefer cancel()\ngo func() { s.Stop(grace); close(done) }()\nselect { case <-done: case <-time.After(time.Second): }"), ""},
		"another goroutine starts the stop": {inMain("go func() { <-ctx.Done(); go s.Stop(context.Background()) }()\ns.Run()"), "s.Stop < return"},
	} {
		if got := all(t, test.srcs, outruns); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestEarly(t *testing.T) {
	for name, test := range map[string]struct {
		srcs []string
		want string
	}{
		"before":                    {inF("db.Close()\nreturn srv.Shutdown(ctx)"), "db.Close before srv.Shutdown"},
		"to be opened again":        {inF("go srv.ListenAndServe()\nhup := make(chan os.Signal, 1)\nsignal.Notify(hup, syscall.SIGHUP)\nfor {\nselect {\ncase <-hup: db.Close(); db = dial()\ncase <-sigs: return srv.Shutdown(ctx)\n}\n}"), ""},
		"before, behind a signal":   {inF("go srv.ListenAndServe()\nhup := make(chan os.Signal, 1)\nsignal.Notify(hup, syscall.SIGHUP)\nfor {\nselect {\ncase <-hup: db.Ping()\ncase <-sigs: db.Close(); return srv.Shutdown(ctx)\n}\n}"), "db.Close before srv.Shutdown"},
		"after":                     {inF("err := srv.Shutdown(ctx)\ndb.Close()\nreturn err"), ""},
		"deferred in order":         {inF("defer db.Close()\ndefer srv.Shutdown(ctx)\n<-ctx.Done()\nreturn nil"), ""},
		"deferred out of order":     {inF("defer srv.Shutdown(ctx)\ndefer db.Close()\n<-ctx.Done()\nreturn nil"), "db.Close before srv.Shutdown"},
		"deferred in a literal":     {inF("defer func() { srv.Shutdown(ctx) }()\ndefer func() { db.Close() }()\n<-ctx.Done()\nreturn nil"), "db.Close before srv.Shutdown"},
		"stopped before the defer":  {inF("defer srv.Shutdown(ctx)\ndefer db.Close()\n<-ctx.Done()\nsrv.Shutdown(ctx)\nreturn nil"), ""},
		"cut before":                {inF("srv.Close()\ndb.Close()\nreturn srv.Shutdown(ctx)"), ""},
		"on another path":           {inF("if ctx.Err() != nil { return db.Close() }\nreturn srv.Shutdown(ctx)"), ""},
		"over and over":             {inF("for { db.Close(); srv.Shutdown(ctx) }"), ""},
		"before it serves":          {inF("db.Close()\ngo srv.ListenAndServe()\n<-ctx.Done()\nreturn srv.Shutdown(ctx)"), ""},
		"while it serves":           {inF("go srv.ListenAndServe()\n<-ctx.Done()\ndb.Close()\nreturn srv.Shutdown(ctx)"), "db.Close before srv.Shutdown"},
		"no store":                  {inF("signal.Stop(sigs)\nclose(sigs)\nreturn srv.Shutdown(ctx)"), ""},
		"in helpers":                {[]string{"type app struct { db *sql.DB; srv *http.Server }\nfunc (a *app) free() { a.db.Close() }\nfunc (a *app) stop() { a.srv.Shutdown(context.Background()) }\nfunc f(a *app) { a.free(); a.stop() }"}, "a.free before a.stop"},
		"one helper does it":        {[]string{"type app struct { db *sql.DB; srv *http.Server }\nfunc (a *app) stop() { a.db.Close(); a.srv.Shutdown(context.Background()) }\nfunc f(a *app) { a.stop() }"}, ""},
		"the helper drains, too":    {[]string{"type app struct { db *sql.DB; srv *http.Server }\nfunc (a *app) stop() { a.db.Close(); if a.srv != nil { a.srv.Shutdown(context.Background()) } }\nfunc f(a *app) { a.stop(); a.srv.Shutdown(context.Background()) }"}, ""},
		"during the drain":          {inF("srv.RegisterOnShutdown(func() { db.Close() })\nreturn nil"), "db.Close during"},
		"before it is launched":     {inF("go srv.ListenAndServe()\n<-sigs\ndb.Close()\nvar wg sync.WaitGroup\nwg.Go(func() { srv.Shutdown(ctx) })\nwg.Wait()\nreturn nil"), "db.Close before srv.Shutdown"},
		"after it is launched":      {inF("go srv.ListenAndServe()\n<-sigs\nvar wg sync.WaitGroup\nwg.Go(func() { srv.Shutdown(ctx) })\nwg.Wait()\ndb.Close()\nreturn nil"), ""},
		"before somebody waits":     {inF("go srv.ListenAndServe()\ndb.Close()\ngo func() { <-sigs; srv.Shutdown(ctx) }()\nselect {}"), ""},
		"launched before it serves": {inF("db.Close()\ngo srv.ListenAndServe()\n<-sigs\ngo srv.Shutdown(ctx)\nselect {}"), ""},
		"beside":                    {inF("go func() { <-ctx.Done(); db.Close() }()\n<-ctx.Done()\nreturn srv.Shutdown(ctx)"), "db.Close beside srv.Shutdown"},
		"not beside":                {inF("done := make(chan int)\ngo func() { <-ctx.Done(); <-done; db.Close() }()\n<-ctx.Done()\nsrv.Shutdown(ctx)\nclose(done)\nreturn nil"), ""},
		"beyond":                    {inF(later + "err := srv.ListenAndServe()\ndb.Close()\nreturn err"), "db.Close beyond srv.Shutdown"},
		"in vain":                   {inF("if err := srv.Shutdown(ctx); err != nil { db.Close(); return err }\ndb.Ping()\nreturn nil"), "db.Close in vain srv.Shutdown"},
		"in vain, but cut":          {inF("if err := srv.Shutdown(ctx); err != nil { srv.Close(); db.Close(); return err }\nreturn nil"), ""},
		"in vain or not":            {inF("err := srv.Shutdown(ctx)\nif err != nil { log.Print(err) }\ndb.Close()\nreturn err"), ""},
		"a literal that returns":    {[]string{"func f(srv *http.Server, db *sql.DB) func() { return func() { db.Close(); srv.Shutdown(context.Background()) } }"}, "db.Close before srv.Shutdown"},
		"opened and closed later":   {[]string{"func check() { db := dial(); db.Close() }\nfunc f(ctx context.Context, srv *http.Server) {\n" + later + "srv.ListenAndServe()\ncheck()\n}"}, ""},

		"where a constructor fails":    {[]string{"type app struct { db *sql.DB; srv *http.Server }\nfunc build() (*app, error) {\ndb := dial()\nif err := db.Ping(); err != nil { db.Close(); return nil, err }\nreturn &app{db: db, srv: new(http.Server)}, nil\n}\nfunc (a *app) stop() error { return a.srv.Shutdown(context.Background()) }\nfunc f(ctx context.Context) error {\na, err := build()\nif err != nil { return err }\nreturn a.stop()\n}"}, ""},
		"where one fails, and goes on": {[]string{"type app struct { db *sql.DB; srv *http.Server }\nfunc build(a *app) error {\nif err := a.db.Ping(); err != nil { a.db.Close(); return fmt.Errorf(\"ping: %w\", err) }\nreturn nil\n}\nfunc (a *app) stop() error { return a.srv.Shutdown(context.Background()) }\nfunc f(a *app) error {\nif err := build(a); err != nil { log.Print(err) }\nreturn a.stop()\n}"}, "build before a.stop"},
		"where the error is lost":      {[]string{"type app struct { db *sql.DB; srv *http.Server }\nfunc build(a *app) (err error) {\nif err := a.db.Ping(); err != nil { a.db.Close() }\nreturn err\n}\nfunc (a *app) stop() error { return a.srv.Shutdown(context.Background()) }\nfunc f(a *app) error {\nif err := build(a); err != nil { return err }\nreturn a.stop()\n}"}, "build before a.stop"},

		"of another package":     {inMain("db := dial()\ngo s.Run()\n<-ctx.Done()\ndb.Close()\ns.Stop(context.Background())"), "db.Close before s.Stop"},
		"no drain at all":        {inMain("db := dial()\ngo s.Run()\n<-ctx.Done()\ndb.Close()\nos.Exit(0)"), "db.Close undrained"},
		"no drain of that one":   {inMain("db := dial()\ngo http.ListenAndServe(\":80\", http.FileServer(http.Dir(\"\")))\ngo s.Run()\n<-ctx.Done()\ndb.Close()\ns.Stop(context.Background())"), "db.Close before s.Stop, db.Close undrained"},
		"a drain of who knows":   {inMain("db := dial()\nvar find func() *http.Server\ngo s.Run()\n<-ctx.Done()\ndb.Close()\nfind().Close()"), ""},
		"no drain, by defer":     {inMain("db := dial()\ndefer db.Close()\ngo s.Run()\n<-ctx.Done()"), ""},
		"no signal and no drain": {[]string{"func main() { db := dial(); go http.ListenAndServe(\":80\", nil); db.Close() }"}, ""},
	} {
		if got := all(t, test.srcs, early); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// A function with so many ways through it that they are not told apart is looked at all the same.
func TestLong(t *testing.T) {
	steps := "go srv.ListenAndServe()\n"
	for i := range 12 {
		steps += fmt.Sprintf("if len(opts) > %d { defer close(done%d) }\n", i, i)
		steps += "if ctx.Err() != nil { return ctx.Err() }\n"
	}
	params := "opts []string, srv *http.Server, db *sql.DB, ctx context.Context, sigs chan os.Signal"
	for i := range 12 {
		params += fmt.Sprintf(", done%d chan int", i)
	}
	for end, want := range map[string]string{
		"<-sigs\ndb.Close()\nreturn srv.Shutdown(ctx)":                  "db.Close before srv.Shutdown",
		"<-sigs\nerr := srv.Shutdown(ctx)\ndb.Close()\nreturn err":      "",
		"defer srv.Shutdown(ctx)\ndefer db.Close()\n<-sigs\nreturn nil": "db.Close before srv.Shutdown",
		"defer db.Close()\ndefer srv.Shutdown(ctx)\n<-sigs\nreturn nil": "",
	} {
		src := "func f(" + params + ") error {\n" + steps + end + "\n}"
		if got := all(t, []string{src}, early); got != want {
			t.Errorf("%s: %q, want %q", end, got, want)
		}
	}
}

func TestFate(t *testing.T) {
	for name, test := range map[string]struct {
		srcs []string
		want string
	}{
		"logged":                       {inF("if err := srv.ListenAndServe(); err != nil { slog.Error(\"failed\", \"err\", err) }\nreturn nil"), "fail slog.Error"},
		"logged as it is":              {inF("if err := srv.ListenAndServe(); err != nil { slog.Info(\"ended\", \"err\", err) }\nreturn nil"), ""},
		"guarded":                      {inF("if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) { slog.Error(\"failed\", \"err\", err) }\nreturn nil"), ""},
		"guarded by its text":          {inF("if err := srv.ListenAndServe(); err.Error() != \"http: Server closed\" { log.Fatal(err) }\nreturn nil"), ""},
		"fatal":                        {inF("log.Fatal(srv.ListenAndServe())\nreturn nil"), "exit log.Fatal"},
		"fatal, inverted":              {inF("if err := srv.ListenAndServe(); err == http.ErrServerClosed { os.Exit(1) }\nreturn nil"), "exit os.Exit"},
		"panics":                       {inF("if err := srv.ListenAndServe(); err != nil { panic(err) }\nreturn nil"), "exit panic"},
		"another variable":             {inF("err := srv.ListenAndServe()\nfailed := fmt.Errorf(\"serve: %w\", err)\nslog.Error(failed.Error())\nreturn nil"), "fail slog.Error"},
		"another error":                {inF("err := srv.ListenAndServe()\nif err = db.Ping(); err != nil { slog.Error(err.Error()) }\nreturn nil"), ""},
		"an error that comes next":     {inF("errs := make(chan error)\nif err := srv.ListenAndServe(); err == http.ErrServerClosed { slog.Info(\"ended\") }\nif err := <-errs; err != nil { slog.Error(err.Error()) }\nreturn nil"), ""},
		"an error that a stop returns": {[]string{"type store struct{ done chan error }\nfunc (s *store) stop() error { return <-s.done }\nfunc f(srv *http.Server, s *store) { if err := srv.ListenAndServe(); err == http.ErrServerClosed { slog.Info(\"ended\") }\nif err := s.stop(); err != nil { slog.Error(err.Error()) } }"}, ""},
		"a helper may know":            {[]string{"func isClosed(err error) bool\nfunc f(srv *http.Server) { if err := srv.ListenAndServe(); !isClosed(err) { slog.Error(err.Error()) } }"}, ""},
		"a helper fails":               {[]string{"func must(err error) { if err != nil { log.Fatal(err) } }\nfunc f(srv *http.Server) { must(srv.ListenAndServe()) }"}, "exit must"},
		"a helper knows":               {[]string{"func must(err error) { if err != nil && err != http.ErrServerClosed { log.Fatal(err) } }\nfunc f(srv *http.Server) { must(srv.ListenAndServe()) }"}, ""},
		"a helper logs":                {[]string{"type logger struct{}\nfunc (logger) Error(err error) { slog.Error(err.Error()) }\nfunc f(srv *http.Server, l logger) { l.Error(srv.ListenAndServe()) }"}, "fail l.Error"},
		"an interface logs":            {[]string{"type logger interface { Error(error) }\ntype ours struct{}\nfunc (ours) Error(err error) { slog.Error(err.Error()) }\nfunc f(srv *http.Server, l logger) { l.Error(srv.ListenAndServe()) }"}, "fail l.Error"},
		"one of two logs":              {[]string{"type logger interface { Error(error) }\ntype ours struct{}\nfunc (ours) Error(err error) { slog.Error(err.Error()) }\ntype none struct{}\nfunc (none) Error(error) {}\nfunc f(srv *http.Server, l logger) { l.Error(srv.ListenAndServe()) }"}, ""},
		"the caller logs":              {[]string{"func serve(srv *http.Server) error { return srv.ListenAndServe() }\nfunc f(srv *http.Server) { if err := serve(srv); err != nil { slog.Error(err.Error()) } }"}, "fail slog.Error"},
		"the caller is told less":      {[]string{"func serve(srv *http.Server) error { if err := srv.ListenAndServe(); err != http.ErrServerClosed { return err }; return nil }\nfunc f(srv *http.Server) { if err := serve(srv); err != nil { slog.Error(err.Error()) } }"}, ""},
		"the caller is told":           {[]string{"func serve(srv *http.Server) error { err := srv.ListenAndServe(); if err != nil && err != http.ErrServerClosed { slog.Info(err.Error()) }; return err }\nfunc f(srv *http.Server) { if err := serve(srv); err != nil { slog.Error(err.Error()) } }"}, "fail slog.Error"},
		"sent":                         {inF("errs := make(chan error)\ngo func() { errs <- srv.ListenAndServe() }()\nif err := <-errs; err != nil { log.Fatal(err) }\nreturn nil"), "exit log.Fatal"},
		"an interface ends it":         {[]string{"type logger interface { Fatal(...any) }\ntype ours struct{}\nfunc (ours) Fatal(args ...any) { log.Fatal(args...) }\nfunc f(srv *http.Server, l logger) { l.Fatal(srv.ListenAndServe()) }"}, "exit l.Fatal"},
		"ranges over it":               {inF("errs := make(chan error)\ngo func() { errs <- srv.ListenAndServe() }()\nfor err := range errs { log.Fatal(err) }\nreturn nil"), ""},
		"chained":                      {[]string{"type entry struct{}\nfunc (entry) with(err error) entry { return entry{} }\nfunc f(srv *http.Server, e entry) { e.with(srv.ListenAndServe()) }"}, ""},
		"a level of errors":            {[]string{"type logger struct{}\nfunc (logger) log(l slog.Level, args ...any) {}\nfunc (l logger) Bad(args ...any) { l.log(slog.LevelError, args...) }\nfunc f(srv *http.Server, l logger) { l.Bad(srv.ListenAndServe()) }"}, "fail l.Bad"},
		"sent to one of several":       {inF("errs := make(chan error)\ngo func() { errs <- srv.ListenAndServe() }()\nselect { case err := <-errs: log.Fatal(err); case <-ctx.Done(): }\nreturn nil"), ""},

		"of another package":           {inMain("if err := s.Run(); err != nil { log.Fatal(err) }"), "exit log.Fatal"},
		"of another package, filtered": {inMain("if err := s.RunQuietly(); err != nil { log.Fatal(err) }"), ""},
	} {
		if got := all(t, test.srcs, closed); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// A place in another package is a line of it.
func TestElsewhere(t *testing.T) {
	m := newModule(t)
	m.add(server)
	l := m.add(source("func main() { s := server.New(); s.Run(); s.Stop(context.Background()) }"))
	for _, p := range programs(l, "main") {
		for _, e := range p.Events {
			if e.Kind != lifecycle.Serve && e.Kind != lifecycle.Drain {
				continue
			}
			pos, ok := p.Elsewhere(e)
			if line := m.fset.Position(pos).Line; !ok || line != e.Line || !strings.Contains(strings.Split(server, "\n")[line-1], "s.HTTP.") {
				t.Errorf("%s: line %d of another package: %t", e.Kind, line, ok)
			}
		}
	}
}

// What is in a fact does not depend on the order of maps.
func TestFact(t *testing.T) {
	var first []byte
	for range 10 {
		m := newModule(t)
		m.add(server)
		fact := m.facts["example.com/m/server"][reflect.TypeFor[*lifecycle.Package]()]
		if first == nil {
			first = fact
		}
		if len(fact) == 0 || !bytes.Equal(fact, first) {
			t.Fatal("two facts about one package differ")
		}
	}
	if len(first) > 4400 {
		t.Errorf("%d bytes for one server", len(first))
	}
}
