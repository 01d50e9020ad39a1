package lifecycle_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// cancelled names the stops whose context has ended.
func cancelled(p *lifecycle.Program) (found []string) {
	for _, c := range p.Cancelled() {
		found = append(found, c.Drain.Name)
	}
	return found
}

func TestCancelled(t *testing.T) {
	const kept = `type app struct { ctx context.Context; srv http.Server }
		func main() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			a := &app{ctx: ctx}
			go a.srv.ListenAndServe()
			`
	const services = `package server; import ("context"; "net/http"; "time")
		type Web struct{ srv http.Server }
		func (w *Web) Stop(ctx context.Context) error { return w.srv.Shutdown(ctx) }
		type Admin struct{ srv http.Server }
		func (a *Admin) Stop(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			return a.srv.Shutdown(ctx)
		}`
	const list = `type service interface { Stop(ctx context.Context) error }
		func main() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			all := []service{new(server.Web), new(server.Admin)}
			`
	tests := []struct {
		name string
		srcs []string
		want string
	}{
		{"methods of a list", []string{services, list + `<-ctx.Done(); for _, s := range all { s.Stop(ctx) } }`}, "w.srv.Shutdown"},
		{"methods of a list, in time", []string{services, list + `<-ctx.Done()
			grace, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			for _, s := range all { s.Stop(grace) }
		}`}, ""},
		{"methods of a list, with a timeout on the same context", []string{services, list + `<-ctx.Done()
			grace, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			for _, s := range all { s.Stop(grace) }
		}`}, "w.srv.Shutdown"},
		{"a field, awaited elsewhere", []string{kept + `a.wait() }
			func (a *app) wait() { <-a.ctx.Done(); a.stop() }
			func (a *app) stop() { a.srv.Shutdown(a.ctx) }`}, "a.srv.Shutdown"},
		{"a field, not awaited", []string{kept + `<-make(chan bool); a.stop() }
			func (a *app) stop() { a.srv.Shutdown(a.ctx) }`}, ""},
		{"a child has ended", []string{services, list + `child, end := context.WithCancel(ctx); go end(); <-child.Done(); for _, s := range all { s.Stop(ctx) } }`}, ""},
		{"the parent has ended", []string{services, list + `child, end := context.WithCancel(ctx); defer end(); <-ctx.Done(); for _, s := range all { s.Stop(child) } }`}, "w.srv.Shutdown"},
		{"another way", []string{services, list + `sig := make(chan os.Signal, 1); signal.Notify(sig, os.Interrupt)
			select { case <-ctx.Done(): return; case <-sig: }
			for _, s := range all { s.Stop(ctx) }
		}`}, ""},
		{"started behind the wait", []string{services, list + `<-ctx.Done(); go end(ctx, all); select {} }
			func end(ctx context.Context, all []service) { for _, s := range all { s.Stop(ctx) } }`}, "w.srv.Shutdown"},
		{"another one in another call", []string{`var srv http.Server
			func main() { stop(); stop() }
			func stop() {
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				srv.Shutdown(ctx)
				<-ctx.Done()
			}`}, ""},
		{"the time for all of it is up", []string{services, list + `<-ctx.Done()
			grace, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			leave(grace)
			for _, s := range all { s.Stop(grace) }
		}
		func leave(ctx context.Context) { left := make(chan bool); go close(left); select { case <-left: case <-ctx.Done(): } }`}, ""},
		{"a wait that gives up", []string{`var srv http.Server
			func main() { var grace context.Context; stop(grace) }
			func stop(ctx context.Context) { until(ctx, func() bool { return true }); srv.Shutdown(ctx) }
			func until(ctx context.Context, done func() bool) {
				for !done() && ctx.Err() == nil { select { case <-ctx.Done(): case <-time.After(time.Second): } }
			}`}, ""},
		{"the signal, or something else", []string{services, list + `failed := make(chan error); go close(failed)
			select { case <-ctx.Done(): case <-failed: }
			for _, s := range all { s.Stop(ctx) }
		}`}, "w.srv.Shutdown"},
		{"another one each time", []string{`var srv http.Server
			func main() {
				for {
					ctx, cancel := context.WithTimeout(context.Background(), time.Second)
					srv.Shutdown(ctx)
					<-ctx.Done()
					cancel()
				}
			}`}, ""},
		{"started before the wait", []string{services, list + `go end(ctx, all); <-ctx.Done() }
			func end(ctx context.Context, all []service) { for _, s := range all { s.Stop(ctx) } }`}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := all(t, test.srcs, cancelled); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
