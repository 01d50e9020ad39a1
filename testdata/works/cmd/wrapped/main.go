// Wrapped has an engine without recovery inside of a handler that recovers, and says so to the client.
//
// script: get /panic; wait; get /; wait; signal TERM
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"
)

func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if err := recover(); err != nil {
				http.Error(w, "sorry", http.StatusServiceUnavailable)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func main() {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.GET("/", func(c *gin.Context) { c.String(200, "answered") })
	r.GET("/panic", func(c *gin.Context) { panic("broken") })
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: recovering(r), ReadHeaderTimeout: time.Second}
	go srv.ListenAndServe()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		log.Print(err)
	}
	fmt.Println("stopped")
}
