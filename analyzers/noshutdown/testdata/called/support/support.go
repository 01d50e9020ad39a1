// Package support is what its program is there for: people who need support.
package support

import (
	"net"
	"net/http"

	"github.com/gin-gonic/gin"
	"google.golang.org/grpc"
)

// Serve serves all of it.
func Serve(supportListener, rpc net.Listener) {
	router := gin.New()
	router.GET("/healthz", func(*gin.Context) {})
	router.GET("/tickets", func(*gin.Context) {})
	go func() {
		srv := &http.Server{Handler: router}
		srv.Serve(supportListener) // want `\(serve-no-shutdown\)`
	}()
	supportServer := grpc.NewServer()
	go supportServer.Serve(rpc) // want `\(serve-no-shutdown\)`
	select {}
}
