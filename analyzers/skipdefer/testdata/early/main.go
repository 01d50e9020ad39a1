// Command early ends while it comes up, and later.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"sync"
)

type meter interface {
	Record(int)
	Shutdown(context.Context) error
}

func main() {
	m := meters()
	defer m.Shutdown(context.Background())
	if err := check(); err != nil {
		log.Fatal(err) // the one below is worse
	}
	go func() {
		log.Print(http.ListenAndServe(":8080", nil))
	}()
	if err := check(); err != nil {
		log.Fatal(err) // want `m\.Shutdown never runs.*\(exit-skips-defer\)`
	}
	files()
	command()
	daemon()
}

// What is removed has been there before.
func files() {
	defer os.Remove("pid")
	if err := check(); err != nil {
		log.Fatal(err) // want `os\.Remove never runs.*\(exit-skips-defer\)`
	}
	if err := http.ListenAndServe(":8080", nil); err != nil {
		log.Fatal(err) // as the one above
	}
}

// What never serves is not coming up.
func command() {
	m := meters()
	defer m.Shutdown(context.Background())
	if err := check(); err != nil {
		log.Fatal(err) // want `m\.Shutdown never runs.*\(exit-skips-defer\)`
	}
}

func meters() meter { return nil }

func check() error { return nil }

// A program runs that serves in goroutines of its own, and waits for them.
func daemon() {
	m := meters()
	defer m.Shutdown(context.Background())
	if err := check(); err != nil {
		log.Fatal(err) // want `m\.Shutdown never runs.*\(exit-skips-defer, note\)`
	}
	(&server{}).Run()
}

type server struct{}

// Run serves until both have failed.
func (s *server) Run() {
	var wg sync.WaitGroup
	wg.Go(func() { log.Print(http.ListenAndServe(":8080", nil)) })
	wg.Go(func() { log.Print(http.ListenAndServe(":8081", nil)) })
	wg.Wait()
}
