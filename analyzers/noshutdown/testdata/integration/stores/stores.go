// Package stores stands where tests of the whole are.
package stores

import "net/http"

// Serve is for tests.
func Serve() error {
	return http.ListenAndServe("localhost:0", http.NotFoundHandler()) // want `\(serve-no-shutdown, note\)`
}
