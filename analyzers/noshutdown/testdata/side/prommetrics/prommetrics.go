// Package prommetrics answers for metrics, for whoever starts it.
package prommetrics

import (
	"net"
	"net/http"
)

// Start serves what it is given, and nothing else.
func Start(l net.Listener, path string, handler http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle(path, handler)
	return http.Serve(l, mux) // want `\(serve-no-shutdown, note\)`
}

// Orders is no matter of metrics, wherever it stands.
func Orders(l net.Listener, path string, handler http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle(path, handler)
	mux.HandleFunc("/orders", func(http.ResponseWriter, *http.Request) {})
	return http.Serve(l, mux) // want `\(serve-no-shutdown\)`
}
