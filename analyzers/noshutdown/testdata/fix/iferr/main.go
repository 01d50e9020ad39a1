// The command iferr handles the error.
package main

import (
	"log"
	"net/http"
)

func main() {
	mux := http.NewServeMux()
	if err := http.ListenAndServe(":8080", mux); err != nil { // want `serve-no-shutdown`
		log.Fatal("serve: ", err)
	}
}
