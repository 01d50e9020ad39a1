// Package alias imports net/http under other names.
package alias

import (
	web "net/http"
)

type server = web.Server

func renamed(h web.Handler) error {
	srv := &server{Addr: ":8080", Handler: h} // want `server-no-timeouts`
	return srv.ListenAndServe()
}

func shadowed(h web.Handler) error {
	time := "now" // the fix must not take this for the package
	_ = time
	srv := &web.Server{Handler: h} // want `server-no-timeouts`
	return srv.ListenAndServe()
}

type http struct{}

func (http) ListenAndServe(string, any) {}

func otherPackage() {
	var http http
	http.ListenAndServe(":8080", nil)
}
