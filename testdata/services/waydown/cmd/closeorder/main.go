// A service that closes what requests need before they are done.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/waydown/slow"
	"example.com/waydown/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	users := new(store.Store)
	srv := &http.Server{
		Handler:           slow.Using(users.Get),
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Println("listening on", l.Addr())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }() // want `main returns with status 0`
	select {
	case err := <-failed:
		log.Print(err)
		return
	case <-ctx.Done():
	}
	stop()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	users.Close() // want `users.Close runs before srv.Shutdown has drained the server`
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
		srv.Close()
	}
}
