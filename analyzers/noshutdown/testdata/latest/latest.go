// Package latest is no test, although it ends like one.
package latest

import "net/http"

// Serve is for everybody.
func Serve() error {
	return http.ListenAndServe(":8080", http.NotFoundHandler()) // want `\(serve-no-shutdown\)`
}
