// Peros asks for SIGTERM in a file for one kind of system.
package main

import (
	"net/http"
	"os"
	"os/signal"
)

func main() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	trapMore(c)
	go http.ListenAndServe(":8080", nil)
	<-c
}
