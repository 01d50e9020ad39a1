// One server, with TLS or without.
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	cert, key := os.Getenv("CERT"), os.Getenv("KEY")
	if cert != "" {
		go func() {
			log.Fatal(http.ListenAndServeTLS(":8443", cert, key, nil))
		}()
	} else {
		go func() {
			log.Fatal(http.ListenAndServe(":8080", nil))
		}()
	}
	select {}
}
