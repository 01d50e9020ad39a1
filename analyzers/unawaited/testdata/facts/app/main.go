// The program of another package's server.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"

	"example.com/unawaited/facts/service"
)

func main() {
	srv := service.Server{Server: http.Server{Addr: ":8080"}}
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, os.Interrupt)
		<-c
		srv.Shutdown(context.Background()) // want `nobody waits for srv.Shutdown: main returns as soon as srv.Spin does`
	}()
	srv.Spin()
}
