package wrong

import (
	"context"
	"net/http"
)

// withFeed registers a handler that sends, but it is another function that stops the server, and waits for no request.
func withFeed(feed chan<- string) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) { feed <- r.FormValue("line") })
	return &http.Server{Addr: ":8080", Handler: mux}
}

func stopFeed(srv *http.Server, quit chan struct{}) {
	<-quit
	_ = srv.Shutdown(context.Background()) // want `srv\.Shutdown waits for the slowest client`
}
