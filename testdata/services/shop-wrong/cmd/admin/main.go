// Admin is the service that the people of the shop talk to.
package main

import (
	"flag"
	"log"
	"net/http"
	"os"
	"runtime"

	"github.com/gin-gonic/gin"

	"example.com/shop/middleware"
)

func main() {
	addr := flag.String("addr", ":8081", "`address` to listen on")
	flag.Parse()
	gin.SetMode(gin.ReleaseMode)
	logger := log.New(os.Stdout, "", 0)
	engine := gin.New() // want `gin-no-recovery`
	middleware.Install(engine, logger)
	engine.GET("/status", status)
	if err := engine.Run(*addr); err != nil { // want `gin-run`
		logger.Fatal(err)
	}
}

func status(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"goroutines": runtime.NumGoroutine(), "version": runtime.Version()})
}
