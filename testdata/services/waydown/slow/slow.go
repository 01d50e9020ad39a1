// Package slow answers after a while, or never.
package slow

import (
	"fmt"
	"net/http"
	"time"
)

// Handler answers /slow after two seconds, or at once with 503 if the request is cancelled.
func Handler() http.Handler { return Using(func() error { return nil }) }

// Using answers /slow after two seconds, with 500 if get fails by then, or at once with 503 if the request is cancelled.
func Using(get func() error) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("started")
		select {
		case <-time.After(2 * time.Second):
			if err := get(); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			fmt.Fprintln(w, "done")
		case <-r.Context().Done():
			http.Error(w, r.Context().Err().Error(), http.StatusServiceUnavailable)
		}
	})
	return mux
}

// Endless never answers /slow. It closes gone when the client, or the server, has closed the connection of the one request.
func Endless(gone chan<- struct{}) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("started")
		<-r.Context().Done()
		close(gone)
	})
	return mux
}
