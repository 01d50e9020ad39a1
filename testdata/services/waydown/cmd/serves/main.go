// A program that only serves: one mistake about its end, and one about its clients.
package main

import (
	"log"
	"net/http"

	"example.com/waydown/slow"
)

func main() {
	log.Fatal(http.ListenAndServe(":8080", slow.Handler())) // want `serve-no-shutdown\)` `server-no-timeouts\)`
}
