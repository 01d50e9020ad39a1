// The command graceful knows the runtime module already, so a second fix may use it.
package main

import (
	"net/http"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

var stop = graceful.StopContext

func main() {
	mux := http.NewServeMux()
	http.ListenAndServe(":8080", mux) // want `serve-no-shutdown`
}
