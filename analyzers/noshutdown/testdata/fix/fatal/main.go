// The command fatal uses net/http.
package main

import (
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) })
	log.Fatal(http.ListenAndServe(":8080", nil)) // want `serve-no-shutdown`
}
