// Package deadman ends the process when the time is up.
package deadman

import (
	"context"
	"net/http"
	"os"
	"time"
)

func stop(srv *http.Server) {
	go func() {
		time.Sleep(20 * time.Second)
		os.Exit(1)
	}()
	_ = srv.Shutdown(context.Background())
}
