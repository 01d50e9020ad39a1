// Guess is told to end by a function that somebody else has written.
package main

import (
	"context"
	"net/http"
	"time"
)

// told is set by a file that is not here.
var told func() context.Context

func main() {
	ctx := told()
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	<-ctx.Done()
	srv.Shutdown(context.Background())
}
