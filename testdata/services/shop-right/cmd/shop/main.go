// Shop is the service that customers talk to.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"syscall"

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
	if err := run(*addr, logger); err != nil {
		logger.Fatal(err)
	}
}

func run(addr string, logger *log.Logger) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	orders, err := store.Open("shop")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, orders.Close()) }()
	return server.New(router.New(orders, logger), logger).Run(ctx, addr)
}
