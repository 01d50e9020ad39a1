// Command probes answers probes beside what it serves.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// A Server has several ports.
type Server struct{ handler http.Handler }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := &Server{http.NotFoundHandler()}
	srv := s.Start()
	<-ctx.Done()
	stop()
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	srv.Shutdown(grace)
}

// Start serves, and does not wait for it.
func (s *Server) Start() *http.Server {
	go s.probes()
	go s.admin()
	srv := &http.Server{Addr: ":8080", Handler: s.handler}
	go srv.ListenAndServe()
	return srv
}

func (s *Server) probes() {
	mux := http.DefaultServeMux
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("OK")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("OK")) })
	srv := &http.Server{Addr: ":8081", Handler: mux}
	srv.ListenAndServe() // want `\(serve-no-shutdown, note\)`
}

func (s *Server) admin() {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("OK")) })
	mux.HandleFunc("/users", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("[]")) })
	srv := &http.Server{Addr: ":8082", Handler: mux}
	srv.ListenAndServe() // want `\(serve-no-shutdown\)`
}
