// Mail is a service that gives its requests less time than package server does by itself.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/deploy/server"
)

func main() {
	server.Grace = 10 * time.Second
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	srv := &http.Server{Addr: ":8025", ReadHeaderTimeout: 5 * time.Second}
	err := server.Run(ctx, srv)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}
