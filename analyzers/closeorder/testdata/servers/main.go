// Command servers has several servers, and ends one after another.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/closeorder/servers/rtmp"
)

func main() {
	streams, relay := rtmp.New(), rtmp.NewRelay()
	buffer := rtmp.NewBuffer()
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	go streams.ListenAndServe()
	go relay.Serve(nil)
	go srv.ListenAndServe()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	<-stop
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	streams.Close()
	relay.Stop()
	buffer.Close() // want `buffer.Close runs before srv.Shutdown has drained the server`
	if err := srv.Shutdown(ctx); err != nil {
		srv.Close()
	}
}
