// A program whose one server nothing shuts down: what is wrong with it is another check's business.
package main

import (
	"log"
	"net/http"
)

func main() {
	srv := &http.Server{Addr: ":8080"}
	log.Fatal(srv.ListenAndServe())
}
