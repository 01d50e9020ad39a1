// Package host is all of a program but its func main.
package host

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func Run() {
	srv := &http.Server{Addr: ":8080"}
	go func() {
		log.Fatal(srv.ListenAndServe())
	}()
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	<-quit
}

// Serve is called by those who have nothing else to do.
func Serve() { log.Fatal(http.ListenAndServe(":8080", nil)) }
