// Package api has the server.
package api

import "net/http"

// Run serves.
func Run() error {
	go debug()
	return http.ListenAndServe(":8080", http.NotFoundHandler()) // want `\(serve-no-shutdown\)`
}

func debug() { http.ListenAndServe("localhost:6061", nil) } // want `\(serve-no-shutdown, note\)`
