// Package caller serves with what another package makes.
package caller

import (
	"net/http"

	"example.com/notimeout/constructor"
)

func bare(h http.Handler) error {
	srv := constructor.Bare(h) // want `server-no-timeouts`
	return srv.ListenAndServe()
}

func startedThere() error {
	srv := &http.Server{Addr: ":8080"} // want `server-no-timeouts`
	return constructor.Start(srv)
}

func hardened(h http.Handler) error {
	return constructor.Hardened(h).ListenAndServe()
}

func hardenedHere(h http.Handler) error {
	srv := constructor.Bare(h)
	constructor.Harden(srv)
	return constructor.Start(srv)
}

// The constructor's own package says it.
func service(h http.Handler) error { return constructor.NewService(h).Run() }
