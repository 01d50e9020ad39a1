// Leaves serves with gin, and ends the process itself at the signal.
//
// script: get /; sleep 300ms; signal TERM
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-stop
		fmt.Println("leaving")
		os.Exit(3)
	}()
	r := gin.New()
	r.Use(gin.Recovery())
	r.GET("/", func(c *gin.Context) { c.String(200, "answered") })
	r.Run(os.Getenv("ADDR"))
}
