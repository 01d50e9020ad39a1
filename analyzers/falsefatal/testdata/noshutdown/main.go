// A program whose server nothing shuts down: what is wrong with it is another check's business.
package main

import (
	"log"
	"net/http"
)

func main() {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		log.Fatal(http.ListenAndServe("localhost:6060", nil))
	}()
	log.Fatal(srv.ListenAndServe())
}
