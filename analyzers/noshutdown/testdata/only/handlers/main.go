// Command handlers has one server, in a goroutine, whose handlers are the ones that are registered by default.
package main

import (
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})
	go func() {
		log.Fatal(http.ListenAndServe(":8080", nil)) // want `\(serve-no-shutdown\)`
	}()
	select {}
}
