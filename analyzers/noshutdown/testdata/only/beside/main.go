// Command beside has a server beside that of another package.
package main

import (
	"net/http"

	"example.com/noshutdown/only/beside/api"
	"example.com/noshutdown/only/beside/metrics"
)

func main() {
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {})
	go metrics.Serve(":6062")
	go metrics.Health(":6063")
	go metrics.API(":6064", http.NotFoundHandler())
	go http.ListenAndServe("localhost:6060", nil) // want `\(serve-no-shutdown, note\)`
	api.Run()
}
