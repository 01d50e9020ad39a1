// Package cgo serves from a file that cgo rewrites before anything else sees it.
package cgo

// int answer(void) { return 42; }
import "C"

import "net/http"

func serve() error {
	srv := &http.Server{Addr: ":8080"} // want `server-no-timeouts`
	println(C.answer())
	return srv.ListenAndServe()
}
