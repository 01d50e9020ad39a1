// Admin is the service that the people of the shop talk to.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/gin-gonic/gin"

	"example.com/shop/middleware"
	"example.com/shop/server"
)

func main() {
	addr := flag.String("addr", ":8081", "`address` to listen on")
	flag.Parse()
	gin.SetMode(gin.ReleaseMode)
	logger := log.New(os.Stdout, "", 0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	engine := gin.New()
	middleware.Install(engine, logger)
	engine.GET("/status", status)
	err := server.New(engine, logger).Run(ctx, *addr)
	stop()
	if err != nil {
		logger.Fatal(err)
	}
}

func status(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"goroutines": runtime.NumGoroutine(), "version": runtime.Version()})
}
