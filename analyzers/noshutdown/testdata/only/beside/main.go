// Command beside has a server beside that of another package.
package main

import (
	"net/http"

	"example.com/noshutdown/only/beside/api"
)

func main() {
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {})
	go http.ListenAndServe("localhost:6060", nil) // want `\(serve-no-shutdown, note\)`
	api.Run()
}
