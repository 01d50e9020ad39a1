// Package library serves what belongs to it, and ends its host if it cannot.
package library

import (
	"log"
	"net/http"

	"golang.org/x/sync/errgroup"
)

type Exporter struct{ addr string }

func (e *Exporter) Start() {
	go func() {
		log.Fatal(http.ListenAndServe(e.addr, nil)) // want `log.Fatal ends the process at once when http.ListenAndServe fails.*\(fatal-in-goroutine, note\)`
	}()
}

func (e *Exporter) StartIn(g *errgroup.Group) {
	srv := &http.Server{Addr: e.addr}
	g.Go(func() error {
		err := srv.ListenAndServe()
		log.Fatal(err.Error()) // want `log.Fatal ends the process at once when srv.ListenAndServe fails.*\(fatal-in-goroutine, note\)`
		return err
	})
}
