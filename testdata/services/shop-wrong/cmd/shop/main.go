// Shop is the service that customers talk to.
package main

import (
	"flag"
	"log"
	"os"
	"os/signal"

	"github.com/gin-gonic/gin"

	"example.com/shop/router"
	"example.com/shop/server"
	"example.com/shop/store"
)

func main() {
	addr := flag.String("addr", ":8080", "`address` to listen on")
	flag.Parse()
	gin.SetMode(gin.ReleaseMode)
	logger := log.New(os.Stdout, "", 0)
	orders, err := store.Open("shop")
	if err != nil {
		logger.Fatal(err)
	}
	srv := server.New(router.New(orders, logger), logger)
	go func() {
		if err := srv.Run(*addr); err != nil { // want `serve-no-shutdown`
			logger.Fatal(err)
		}
	}()
	quit := make(chan os.Signal)
	signal.Notify(quit, os.Interrupt) // want `signal-unbuffered` `signal-no-sigterm`
	<-quit
	logger.Print("stopping")
	if err := orders.Close(); err != nil { // want `close-order`
		logger.Fatal(err)
	}
}
