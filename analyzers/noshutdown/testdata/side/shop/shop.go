// Package shop is what its program is there for, and has metrics as well.
package shop

import (
	"net"
	"net/http"
)

// StartMetricsServer serves what it is given.
func StartMetricsServer(addr string, handler http.Handler) error {
	return http.ListenAndServe(addr, handler) // want `\(serve-no-shutdown, note\)`
}

// Start serves what it is given, whatever that is.
func Start(l net.Listener, handler http.Handler) error {
	return http.Serve(l, handler) // want `\(serve-no-shutdown\)`
}

// StartUserMetrics serves what is registered.
func StartUserMetrics(addr string) error {
	return http.ListenAndServe(addr, nil) // want `\(serve-no-shutdown\)`
}
