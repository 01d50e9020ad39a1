// Command request shuts its servers down for requests.
package main

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

func main() {
	admin()
	a := new(app)
	a.run()
	tells()
	alsoHere()
}

func admin() {
	mux := http.NewServeMux()
	srv := &http.Server{Handler: mux}
	mux.HandleFunc("/stop", func(w http.ResponseWriter, r *http.Request) {
		go func() {
			time.Sleep(time.Second)
			srv.Shutdown(context.Background())
		}()
	})
	srv.ListenAndServe() // want `this server is only shut down when a request asks for it: SIGTERM cuts the requests`
}

type app struct{ srv *http.Server }

func (a *app) run() {
	r := gin.Default()
	r.POST("/stop", a.stop)
	a.srv = &http.Server{Handler: r}
	a.srv.ListenAndServe() // want `only shut down when a request asks for it`
}

func (a *app) stop(c *gin.Context) { a.drain() }

func (a *app) drain() { a.srv.Shutdown(context.Background()) }

func tells() {
	quit := make(chan bool)
	http.HandleFunc("/quit", func(w http.ResponseWriter, r *http.Request) { close(quit) })
	srv := &http.Server{}
	go srv.ListenAndServe()
	<-quit
	srv.Shutdown(context.Background())
}

func alsoHere() {
	srv := &http.Server{}
	stop := func() { srv.Shutdown(context.Background()) }
	http.HandleFunc("/stop2", func(w http.ResponseWriter, r *http.Request) { stop() })
	go srv.ListenAndServe()
	time.Sleep(time.Hour)
	stop()
}
