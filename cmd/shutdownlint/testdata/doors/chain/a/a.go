// Package a makes servers.
package a

import "net/http"

// New returns a server without timeouts.
func New(h http.Handler) *http.Server { return &http.Server{Handler: h} }

// Serve serves.
func Serve(srv *http.Server) error { return srv.ListenAndServe() }
