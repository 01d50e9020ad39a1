// Aborts cuts an answer that it cannot finish, as a proxy does: the client must not take it for complete.
//
// script: get /cut; wait; signal TERM
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

func main() {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.GET("/cut", func(c *gin.Context) {
		c.String(200, "half of ")
		c.Writer.Flush()
		panic(http.ErrAbortHandler)
	})
	srv := &http.Server{Addr: os.Getenv("ADDR"), Handler: r, ReadHeaderTimeout: time.Second}
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
