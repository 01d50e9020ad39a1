// The only server of a program that drains nothing: whatever ends it, nobody else is harmed.
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	go func() {
		log.Fatal(http.ListenAndServe(":8080", nil))
	}()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	<-quit
}
