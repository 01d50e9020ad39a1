// Package b hands on what a makes.
package b

import (
	"net/http"

	"example.com/chain/a"
)

// New returns a server.
func New() *http.Server { return a.New(http.NewServeMux()) }

// Serve serves.
func Serve(srv *http.Server) error { return a.Serve(srv) }
