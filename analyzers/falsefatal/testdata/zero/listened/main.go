// Listened takes the port before it serves.
package main

import (
	"log"
	"net"
	"net/http"
)

func main() {
	l, err := net.Listen("tcp", ":8080")
	if err != nil {
		log.Fatal(err)
	}
	if err := http.Serve(l, nil); err != nil { // want `main returns with status 0 when http.Serve cannot serve: .*\(exit-zero, note\)`
		log.Print(err)
	}
}
