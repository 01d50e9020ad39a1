// Package main serves by libraries that stop in ways of their own.
package main

import (
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.org/elsewhere/manner"
	"example.org/elsewhere/polite"
)

var graceful *manner.GracefulServer

func main() {
	l, err := net.Listen("tcp", ":8080")
	if err != nil {
		log.Fatal(err)
	}
	graceful = manner.NewWithServer(&http.Server{Handler: http.NotFoundHandler()})
	go graceful.Serve(l)
	kept := polite.New(&http.Server{Addr: ":8081"})
	go kept.Run()
	left := manner.NewWithServer(&http.Server{Addr: ":8082"})
	go left.Serve(l) // want `no Shutdown of this server can be reached`
	forgotten := polite.New(&http.Server{Addr: ":8083"})
	go forgotten.Run() // want `no Shutdown of this server can be reached`
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	<-stop
	graceful.Close()
	kept.Stop(10 * time.Second)
}
