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
	defer stop()
	srv := &http.Server{Addr: ":8025", ReadHeaderTimeout: 5 * time.Second}
	if err := server.Run(ctx, srv); err != nil {
		log.Print(err)
	}
}
