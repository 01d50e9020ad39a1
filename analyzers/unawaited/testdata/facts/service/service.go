// Package service has a server whose importers decide when it stops.
package service

import (
	"log"
	"net/http"
)

// A Server is an http.Server that says when it ends.
type Server struct{ http.Server }

// Spin serves.
func (s *Server) Spin() {
	if err := s.ListenAndServe(); err != nil && err != http.ErrServerClosed {
		log.Fatal(err)
	}
	log.Print("bye")
}
