// Package slow answers after a while.
package slow

import (
	"fmt"
	"net/http"
	"time"
)

// Handler answers /slow after two seconds, or at once with 503 if the request is cancelled.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("started")
		select {
		case <-time.After(2 * time.Second):
			fmt.Fprintln(w, "done")
		case <-r.Context().Done():
			http.Error(w, r.Context().Err().Error(), http.StatusServiceUnavailable)
		}
	})
	return mux
}
