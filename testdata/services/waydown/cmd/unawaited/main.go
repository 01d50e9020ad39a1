// A service whose main does not wait for Shutdown.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/waydown/slow"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	srv := &http.Server{
		Handler:           slow.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Println("listening on", l.Addr())
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if err := srv.Shutdown(grace); err != nil { // want `nobody waits for srv.Shutdown: main returns as soon as srv.Serve does`
			log.Print(err)
		}
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) { // want `main returns with status 0`
		log.Print(err)
		return
	}
}
