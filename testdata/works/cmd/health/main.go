// Health asks a dependency in a goroutine. It is better dead than wrong.
//
// script: get /healthz; wait; get /healthz?broken
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
	"time"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		up := newStatus()
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := ping(r.URL.RawQuery); err != nil {
				up.fail(err)
			}
		}()
		wg.Wait()
		time.Sleep(100 * time.Millisecond) // a panic is faster than the answer
		fmt.Fprint(w, up.text())
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: mux, ReadHeaderTimeout: time.Second}
	log.Print(srv.ListenAndServe())
}

var pools = map[string]*pool{"": {}}

type pool struct{ name string }

func ping(name string) error {
	if pools[name].name == "down" {
		return fmt.Errorf("%s is down", name)
	}
	return nil
}

type status struct{ err error }

func newStatus() *status { return new(status) }

func (s *status) fail(err error) { s.err = err }

func (s *status) text() string {
	if s.err != nil {
		return "down"
	}
	return "up"
}
