package lifecycle_test

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// unheeded names the calls that serve and whose failure nobody hears of, and says which of them is of the one server that is stopped.
func unheeded(p *lifecycle.Program) (found []string) {
	for _, u := range p.Unheeded() {
		name := lifecycle.Name(p.At(u.Serve))
		if u.Drain != nil {
			name += " stopped"
		}
		found = append(found, name)
	}
	return found
}

func TestUnheeded(t *testing.T) {
	const waits = `var srv = new(http.Server); func waits() { quit := make(chan os.Signal, 1); signal.Notify(quit, os.Interrupt); <-quit }; `
	tests := []struct{ name, src, want string }{
		{"in a goroutine", waits + `func main() { go srv.ListenAndServe(); waits() }`, "srv.ListenAndServe"},
		{"in a goroutine that a goroutine starts", waits + `func main() { go run(); waits() }; func run() { go func() { log.Print(srv.ListenAndServe()) }() }`, "srv.ListenAndServe"},
		{"a goroutine that waits itself", waits + `func main() { go run(); select {} }; func run() { go func() { log.Print(srv.ListenAndServe()) }(); waits() }`, "srv.ListenAndServe"},
		{"the goroutine ends the process", waits + `func main() { go run(); waits() }; func run() { go func() { log.Fatal(srv.ListenAndServe()) }() }`, ""},
		{"the goroutine between tells", waits + `func main() {
			failed, quit := make(chan error, 1), make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			go func() { go func() { failed <- srv.ListenAndServe() }() }()
			select { case <-failed: case <-quit: }
		}`, ""},
		{"a side server that nobody stops", waits + `func main() { go func() { log.Print(http.ListenAndServe(":9090", nil)) }(); go func() { if err := srv.ListenAndServe(); err != nil { log.Fatal(err) } }(); waits() }`, "http.ListenAndServe"},
		{"beside a server that serves", waits + `func main() { go func() { log.Print(http.ListenAndServe(":9090", nil)) }(); if err := srv.ListenAndServe(); err != nil { log.Fatal(err) } }`, "http.ListenAndServe"},
		{"it is fatal, beside a server that serves", waits + `func main() { go func() { log.Fatal(http.ListenAndServe(":9090", nil)) }(); if err := srv.ListenAndServe(); err != nil { log.Fatal(err) } }`, ""},
		{"in a group with another that waits", waits + `func main() { var wg sync.WaitGroup; wg.Go(func() { log.Print(srv.ListenAndServe()) }); wg.Go(waits); wg.Wait() }`, "srv.ListenAndServe"},
		{"in a group, counted by hand", waits + `func main() { var wg sync.WaitGroup; wg.Add(2); go func() { defer wg.Done(); log.Print(srv.ListenAndServe()) }(); go func() { defer wg.Done(); waits() }(); wg.Wait() }`, "srv.ListenAndServe"},
		{"in a group with another that has a group", waits + `func main() { var wg sync.WaitGroup; wg.Go(func() { log.Print(srv.ListenAndServe()) }); wg.Go(func() { var in sync.WaitGroup; in.Go(waits); in.Wait() }); wg.Wait() }`, "srv.ListenAndServe"},
		{"alone in a group", waits + `func main() { var wg sync.WaitGroup; wg.Go(func() { log.Print(srv.ListenAndServe()) }); wg.Wait() }`, ""},
		{"in a group that it ends", waits + `func main() { ctx, cancel := context.WithCancel(context.Background()); var wg sync.WaitGroup; wg.Go(func() { log.Print(srv.ListenAndServe()); cancel() }); wg.Go(func() { <-ctx.Done() }); wg.Wait() }`, ""},
		{"nobody waits for anything", waits + `func main() { go run(); select {} }; func run() { go func() { log.Print(srv.ListenAndServe()) }() }`, "srv.ListenAndServe"},
		{"a channel that nobody sends to", `var srv = new(http.Server); func main() { forever := make(chan bool); go func() { log.Print(srv.ListenAndServe()) }(); <-forever }`, "srv.ListenAndServe"},
		{"a channel that somebody closes", `var srv = new(http.Server); func main() { done := make(chan bool); go func() { log.Print(srv.ListenAndServe()); close(done) }(); <-done }`, ""},
		{"a channel that somebody else has", `var srv = new(http.Server); func main() { done := make(chan bool); watch(done); go func() { log.Print(srv.ListenAndServe()) }(); <-done }; var watch func(chan bool)`, ""},
		{"a loop that does not end", `var srv = new(http.Server); func main() { go func() { log.Print(srv.ListenAndServe()) }(); for { time.Sleep(time.Hour) } }`, "srv.ListenAndServe"},
		{"a loop that ends", `var srv = new(http.Server); var over atomic.Bool; func main() { go func() { log.Print(srv.ListenAndServe()); over.Store(true) }(); for { time.Sleep(time.Hour); if over.Load() { break } } }`, ""},
		{"nobody waits, and the process ends", `var srv = new(http.Server); func main() { go func() { panic(srv.ListenAndServe()) }(); select {} }`, ""},
		{"beside a server that nobody stops", waits + `func main() { go func() { log.Print(srv.ListenAndServe()) }(); go http.ListenAndServe(":9090", nil); waits(); srv.Shutdown(context.Background()) }`, "http.ListenAndServe, srv.ListenAndServe stopped"},
		{"both are stopped", waits + `var other = new(http.Server); func main() { go srv.ListenAndServe(); go other.ListenAndServe(); waits(); srv.Shutdown(context.Background()); other.Shutdown(context.Background()) }`, "other.ListenAndServe, srv.ListenAndServe"},
		{"behind the wait", waits + `func main() { waits(); go run() }; func run() { go func() { log.Print(srv.ListenAndServe()) }() }`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := all(t, []string{test.src}, unheeded); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
