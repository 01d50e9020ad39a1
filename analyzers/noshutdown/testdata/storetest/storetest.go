// Package storetest has a server for those who test what uses the store.
package storetest

import "net/http"

// Serve is for tests.
func Serve() error {
	return http.ListenAndServe("localhost:0", http.NotFoundHandler()) // want `\(serve-no-shutdown, note\)`
}
