// The shape of gin's example of a stop by Close, which is no graceful one.
package main

import (
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/gin-gonic/gin"
)

func main() {
	router := gin.Default()
	router.GET("/", func(c *gin.Context) { c.String(http.StatusOK, "Hello") })
	srv := &http.Server{ // want `\(server-no-timeouts`
		Addr:    ":8080",
		Handler: router,
	}
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-quit
		if err := srv.Close(); err != nil {
			log.Fatal("close: ", err)
		}
	}()
	if err := srv.ListenAndServe(); err != nil { // want `\(serve-no-shutdown`
		if errors.Is(err, http.ErrServerClosed) {
			log.Println("closed under request")
		} else {
			log.Fatal("closed unexpectedly")
		}
	}
	log.Println("bye")
}
