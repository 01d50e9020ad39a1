package lifecycle_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// unbounded names the stops that nothing cuts short.
func unbounded(p *lifecycle.Program) (found []string) {
	for _, e := range p.Unbounded() {
		found = append(found, e.Name)
	}
	return found
}

func TestUnbounded(t *testing.T) {
	const quit = `var srv = new(http.Server)
		func quit() chan os.Signal { c := make(chan os.Signal, 1); signal.Notify(c, os.Interrupt); return c }
		func drain(ctx context.Context) { <-quit(); srv.Shutdown(ctx) }
		`
	const services = `package server; import ("context"; "net/http")
		type Web struct{ srv http.Server }
		func (w *Web) Start(ctx context.Context) error { return w.srv.ListenAndServe() }
		func (w *Web) Stop(ctx context.Context) error { return w.srv.Shutdown(ctx) }
		type Admin struct{ srv http.Server }
		func (a *Admin) Start(ctx context.Context) error { return a.srv.ListenAndServe() }
		func (a *Admin) Stop(ctx context.Context) error { return a.srv.Shutdown(ctx) }`
	const list = `type service interface { Start(ctx context.Context) error; Stop(ctx context.Context) error }
		func main() {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			sig := make(chan os.Signal, 1)
			signal.Notify(sig, os.Interrupt)
			all := []service{new(server.Web), new(server.Admin)}
			for _, s := range all { go func() { if s.Start(ctx) != nil { cancel() } }() }
			`
	tests := []struct {
		name string
		srcs []string
		want string
	}{
		{"a goroutine", []string{quit + `func main() { go drain(context.Background()); srv.ListenAndServe() }`}, "srv.Shutdown"},
		{"here, for the function to tell", []string{quit + `func main() { go srv.ListenAndServe(); drain(context.Background()) }`}, ""},
		{"a time", []string{quit + `func main() { ctx, cancel := context.WithTimeout(context.Background(), time.Second); defer cancel(); go drain(ctx); srv.ListenAndServe() }`}, ""},
		{"a time below", []string{quit + `func main() { go within(context.Background()); srv.ListenAndServe() }
			func within(ctx context.Context) { ctx, cancel := context.WithTimeout(ctx, time.Second); defer cancel(); drain(ctx) }`}, ""},
		{"the end of a context", []string{quit + `func main() { ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt); defer stop(); go drain(ctx); srv.ListenAndServe() }`}, ""},
		{"methods of a list", []string{services, list + `<-sig; for _, s := range all { s.Stop(ctx) } }`}, "a.srv.Shutdown, w.srv.Shutdown"},
		{"a second signal", []string{services, list + `<-sig; go func() { <-sig; os.Exit(1) }(); for _, s := range all { s.Stop(ctx) } }`}, ""},
		{"a second signal ends the context", []string{services, list + `<-sig; go func() { <-sig; cancel() }(); for _, s := range all { s.Stop(ctx) } }`}, ""},
		{"a timer", []string{services, list + `<-sig; time.AfterFunc(time.Minute, func() { os.Exit(1) }); for _, s := range all { s.Stop(ctx) } }`}, ""},
		{"by force", []string{quit + `func main() { go drain(context.Background()); go func() { <-quit(); time.Sleep(time.Second); srv.Close() }(); srv.ListenAndServe() }`}, ""},
		{"main waits for some time", []string{quit + `func main() {
			done := make(chan bool)
			go srv.ListenAndServe()
			sig := quit()
			<-sig
			go func() { drain(context.Background()); close(done) }()
			select { case <-done: case <-time.After(time.Second): }
		}`}, ""},
		{"not started", []string{quit + `func main() {
			if len(os.Args) > 1 { log.Fatal("usage") }
			go drain(context.Background())
			srv.ListenAndServe()
		}`}, "srv.Shutdown"},
		{"no program", []string{quit + `func f() { go drain(context.Background()); srv.ListenAndServe() }`}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := all(t, test.srcs, unbounded); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestUnawaited(t *testing.T) {
	const stop = `var srv = new(http.Server)
		var quit, done = make(chan os.Signal, 1), make(chan bool)
		func drain(ctx context.Context) { srv.Shutdown(ctx) }
		`
	tests := []struct{ name, src, want string }{
		{"nobody waits", stop + `func main() { go func() { <-quit; drain(context.Background()) }(); srv.ListenAndServe() }`, "drain, srv.Shutdown"},
		{"left behind", stop + `func main() { signal.Notify(quit); go srv.ListenAndServe(); <-quit; go drain(context.Background()) }`, "srv.Shutdown"},
		{"main waits", stop + `func main() { go func() { <-quit; drain(context.Background()); close(done) }(); srv.ListenAndServe(); <-done }`, ""},
		{"main waits when it has closed a store", stop + `func main() { var db sql.DB; go func() { <-quit; drain(context.Background()); close(done) }(); srv.ListenAndServe(); db.Close(); <-done }`, ""},
		{"in the course of main", stop + `func main() { go srv.ListenAndServe(); <-quit; drain(context.Background()) }`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := all(t, []string{test.src}, func(p *lifecycle.Program) (found []string) {
				for call := range p.Unawaited() {
					found = append(found, lifecycle.Name(call))
				}
				return found
			})
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
