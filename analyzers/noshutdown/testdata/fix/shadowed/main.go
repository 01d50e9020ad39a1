// The command shadowed has names that the rewrite would like to use.
package main

import (
	"net/http"
)

func main() {
	srv, ctx, signal := "srv", "ctx", "signal"
	println(srv, ctx, signal)
	_ = http.ListenAndServe(":8080", nil) // want `serve-no-shutdown`
}
