package lifecycle_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// zeros names the calls whose failure ends the program with status 0.
func zeros(p *lifecycle.Program) (found []string) {
	for _, e := range p.Zeros() {
		found = append(found, lifecycle.Name(p.At(e.Fails)))
	}
	return found
}

func TestZero(t *testing.T) {
	const serve = `var srv = new(http.Server); `
	tests := []struct {
		name string
		srcs []string
		want string
	}{
		{"logged", []string{`func main() { if err := http.ListenAndServe("", nil); err != nil { log.Println(err) } }`}, "http.ListenAndServe"},
		{"dropped", []string{`func main() { http.ListenAndServe("", nil) }`}, "http.ListenAndServe"},
		{"fatal", []string{`func main() { log.Fatal(http.ListenAndServe("", nil)) }`}, ""},
		{"panic", []string{`func main() { if err := http.ListenAndServe("", nil); err != nil { panic(err) } }`}, ""},
		{"exit", []string{`func main() { if err := http.ListenAndServe("", nil); err != nil { log.Print(err); os.Exit(1) } }`}, ""},
		{"exit, deferred", []string{`func main() { code := 0; defer func() { os.Exit(code) }(); if err := http.ListenAndServe("", nil); err != nil { code = 1 } }`}, ""},
		{"status of run", []string{`func main() { os.Exit(run()) }; func run() int { if err := http.ListenAndServe("", nil); err != nil { return 1 }; return 0 }`}, ""},
		{"fatal for failures only", []string{`func main() { if err := http.ListenAndServe("", nil); err != nil && err != http.ErrServerClosed { log.Fatal(err) } }`}, ""},
		{"by the caller", []string{`func main() { if err := run(); err != nil { log.Println(err) } }; func run() error { return http.ListenAndServe("", nil) }`}, "http.ListenAndServe"},
		{"fatal by the caller", []string{`func main() { if err := run(); err != nil { log.Fatal(err) } }; func run() error { return http.ListenAndServe("", nil) }`}, ""},
		{"logged below, nil returned", []string{`func main() { if err := run(); err != nil { log.Fatal(err) } }; func run() error { if err := http.ListenAndServe("", nil); err != nil { log.Println(err) }; return nil }`}, "http.ListenAndServe"},
		{"another package", []string{
			`package server; import "net/http"; func Run() error { return http.ListenAndServe("", nil) }`,
			`func main() { if err := server.Run(); err != nil { log.Println(err) } }`,
		}, "server.Run"},
		{"told by a channel", []string{serve + `func main() {
			errs, quit := make(chan error, 1), make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			go func() { errs <- srv.ListenAndServe() }()
			select { case err := <-errs: log.Println(err); case <-quit: }
			srv.Shutdown(context.Background())
		}`}, "srv.ListenAndServe"},
		{"told behind the wait for a signal", []string{serve + `func main() {
			var wg sync.WaitGroup
			quit := make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			wg.Add(1)
			go func() { defer wg.Done(); log.Println(srv.ListenAndServe()) }()
			<-quit
			srv.Shutdown(context.Background())
			wg.Wait()
		}`}, ""},
		{"the listener", []string{serve + `func main() { if err := run(); err != nil { log.Println(err) } }
		func run() error {
			l, err := net.Listen("tcp", "")
			if err != nil { return fmt.Errorf("listen: %w", err) }
			go func() { log.Fatal(srv.Serve(l)) }()
			select {}
		}`}, "net.Listen"},
		{"the listener of a server that is told to stop", []string{serve + `func main() {
			l, err := net.Listen("tcp", "")
			if err != nil { log.Println(err); return }
			go srv.Serve(l)
			quit := make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			<-quit
			srv.Shutdown(context.Background())
		}`}, "net.Listen"},
		{"the listener, fatal", []string{serve + `func main() {
			l, err := net.Listen("tcp", "")
			if err != nil { log.Fatalln(err) }
			log.Fatal(srv.Serve(l))
		}`}, ""},
		{"the listener, another one tried", []string{serve + `func main() {
			l, err := net.Listen("tcp", ":80")
			if err != nil { if l, err = net.Listen("tcp", ":8080"); err != nil { log.Fatal(err) } }
			log.Fatal(srv.Serve(l))
		}`}, ""},
		{"a listener that nobody serves with", []string{`func main() { l, err := net.Listen("tcp", ":0"); if err != nil { log.Println(err); return }; l.Close() }`}, ""},
		{"served again", []string{serve + `func main() { for { if err := srv.ListenAndServe(); err == http.ErrServerClosed { return } } }`}, ""},
		{"served elsewhere", []string{serve + `func main() { if err := http.ListenAndServe(":80", nil); err != nil { http.ListenAndServe(":8080", nil) } }`}, "http.ListenAndServe"},
		{"told behind the case of a signal", []string{serve + `type part interface{ Errors() <-chan error }
		type app struct{ failed chan error }
		func (a *app) Errors() <-chan error { return a.failed }
		func find() part { return nil }
		func main() {
			a, quit := &app{make(chan error, 1)}, make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			go func() { select { case a.failed <- srv.ListenAndServe(): default: } }()
			select {
			case <-quit:
				srv.Shutdown(context.Background())
				select { case <-a.Errors(): case <-time.After(time.Second): }
			case err := <-find().Errors():
				log.Fatal(err)
			}
		}`}, ""},
		{"told by a channel, status kept", []string{serve + `func main() {
			errs, quit := make(chan error, 1), make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			go func() { errs <- srv.ListenAndServe() }()
			var failed error
			select { case failed = <-errs: log.Println(failed); case <-quit: }
			srv.Shutdown(context.Background())
			if failed != nil { os.Exit(1) }
		}`}, ""},
		{"told by a channel that a method returns", []string{
			`package server; import "net/http"
			type Server struct { srv *http.Server; notify chan error }
			func New() *Server { s := &Server{srv: new(http.Server), notify: make(chan error, 1)}; s.start(); return s }
			func (s *Server) start() { go func() { s.notify <- s.srv.ListenAndServe(); close(s.notify) }() }
			func (s *Server) Notify() <-chan error { return s.notify }`,
			`func main() {
				s, quit := server.New(), make(chan os.Signal, 1)
				signal.Notify(quit, os.Interrupt)
				select { case err := <-s.Notify(): log.Println(err); case <-quit: }
			}`,
		}, "server.New"},
		{"nobody is told", []string{serve + `func main() {
			quit := make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			go func() { log.Println(srv.ListenAndServe()) }()
			<-quit
			srv.Shutdown(context.Background())
		}`}, ""},
		{"told by a cancel function", []string{serve + `func main() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			go func() { if err := srv.ListenAndServe(); err != nil { log.Println(err); stop() } }()
			<-ctx.Done()
			srv.Shutdown(context.Background())
		}`}, "srv.ListenAndServe"},
		{"told by a WaitGroup", []string{serve + `func main() {
			var wg sync.WaitGroup
			wg.Add(1)
			go func() { defer wg.Done(); if err := srv.ListenAndServe(); err != nil { log.Println(err) } }()
			wg.Wait()
		}`}, "srv.ListenAndServe"},
		{"waits for something else", []string{serve + `func main() {
			done := make(chan bool)
			if err := srv.ListenAndServe(); err != nil { log.Println(err) }
			<-done
		}`}, ""},
		{"unknown function", []string{serve + `func main() { if err := srv.ListenAndServe(); err != nil { failed(err) } }; var failed func(error)`}, ""},
		{"one of two functions exits", []string{serve + `func main() { if err := srv.ListenAndServe(); err != nil { failed(err) } }; var failed = func(err error) { log.Println(err) }; func init() { failed = func(err error) { panic(err) } }`}, ""},
		{"both functions return", []string{serve + `func main() { if err := srv.ListenAndServe(); err != nil { failed(err) } }; var failed = func(err error) { log.Println(err) }; func init() { failed = func(err error) { log.Print(err) } }`}, "srv.ListenAndServe"},
		{"two servers", []string{serve + `func main() { go http.ListenAndServe("", nil); if err := srv.ListenAndServe(); err != nil { log.Println(err) } }`}, "srv.ListenAndServe"},
		{"by a function that another makes", []string{`func main() { run := serve(":80"); if err := run(); err != nil { log.Println(err) } }
			func serve(addr string) func() error { return func() error { return http.ListenAndServe(addr, nil) } }`}, "http.ListenAndServe"},
		{"by a function that another package makes", []string{
			`package server; import "net/http"; func Serve(addr string) func() error { return func() error { return http.ListenAndServe(addr, nil) } }`,
			`func main() { if err := server.Serve(":80")(); err != nil { log.Println(err) } }`,
		}, "server.Serve(\":80\")"},
		{"told by what it was made with", []string{serve + `func main() { errs := make(chan error, 1); go run(errs)(); log.Println(<-errs) }
			func run(errs chan<- error) func() { return func() { errs <- srv.ListenAndServe() } }`}, "srv.ListenAndServe"},
		{"told, and another is waited for", []string{serve + `func main() { errs, other := make(chan error, 1), make(chan error); go run(errs)(); log.Println(<-other) }
			func run(errs chan<- error) func() { return func() { errs <- srv.ListenAndServe() } }`}, ""},
		{"one of two functions is made", []string{`func main() { run := serve(len(os.Args) > 1); if err := run(); err != nil { log.Println(err) } }
			func serve(quiet bool) func() error {
				if quiet { return func() error { if err := http.ListenAndServe("", nil); err != nil { os.Exit(1) }; return nil } }
				return func() error { return http.ListenAndServe("", nil) }
			}`}, ""},
		{"told by a channel, then closed", []string{serve + `func main() { if err := run(); err != nil { log.Fatal(err) } }
			func run() error {
				errs, quit := make(chan error, 1), make(chan os.Signal, 1)
				signal.Notify(quit, os.Interrupt)
				go func() { errs <- srv.ListenAndServe() }()
				select { case err := <-errs: log.Println(err); case <-quit: }
				return closeAll()
			}
			func closeAll() error {
				if err := srv.Shutdown(context.Background()); err != nil { return fmt.Errorf("shutdown: %w", err) }
				return nil
			}`}, "srv.ListenAndServe"},
		{"told by a channel, then closed in time", []string{serve + `func main() { if err := run(); err != nil { log.Fatal(err) } }
			func run() error {
				errs, quit := make(chan error, 1), make(chan os.Signal, 1)
				signal.Notify(quit, os.Interrupt)
				go func() { errs <- srv.ListenAndServe() }()
				select { case err := <-errs: log.Println(err); case <-quit: }
				return closeAll()
			}
			func closeAll() error {
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				failed := false
				go func() { defer cancel(); if err := srv.Shutdown(ctx); err != nil { failed = true } }()
				<-ctx.Done()
				if ctx.Err() == context.DeadlineExceeded { return ctx.Err() }
				if failed {
					err := errors.New("failed")
					return err
				}
				return nil
			}`}, "srv.ListenAndServe"},
		{"a failed stop is fatal", []string{serve + `func main() {
				errs, quit := make(chan error, 1), make(chan os.Signal, 1)
				signal.Notify(quit, os.Interrupt)
				go func() { errs <- srv.ListenAndServe() }()
				select { case err := <-errs: log.Println(err); case <-quit: }
				if err := srv.Shutdown(context.Background()); err != nil { log.Fatal(err) }
			}`}, "srv.ListenAndServe"},
		{"told by a channel, and returned", []string{serve + `func main() { if err := run(); err != nil { log.Fatal(err) } }
			func run() error {
				errs, quit := make(chan error, 1), make(chan os.Signal, 1)
				signal.Notify(quit, os.Interrupt)
				go func() { errs <- srv.ListenAndServe() }()
				select { case err := <-errs: log.Println(err); return errors.New("failed"); case <-quit: }
				return srv.Close()
			}`}, ""},
		{"kept, and returned by the stop", []string{`func main() { if err := run(); err != nil { log.Fatal(err) } }
			type app struct { srv http.Server; err error }
			func run() error {
				a, done := new(app), make(chan bool)
				go func() { defer close(done); a.err = a.srv.ListenAndServe() }()
				<-done
				return a.stop()
			}
			func (a *app) stop() error { a.srv.Close(); return a.err }`}, ""},
		{"exit with status 0", []string{serve + `func main() { if err := srv.ListenAndServe(); err != nil { log.Println(err); os.Exit(0) } }`}, "srv.ListenAndServe"},
		{"a library hands out what stops", []string{serve + `func main() {
			stop := context.AfterFunc(context.Background(), func() {})
			defer stop()
			if err := srv.ListenAndServe(); err != nil { log.Println(err) }
		}`}, "srv.ListenAndServe"},
		{"no main", []string{`func f() { if err := http.ListenAndServe("", nil); err != nil { log.Println(err) } }`}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := all(t, test.srcs, zeros); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
