// Package telemetry tells what the program does, at paths that it hands to a router.
package telemetry

import (
	"net"
	"net/http"

	"github.com/gin-gonic/gin"
)

var router *gin.Engine

const metricsPath = "/metrics"

// Initialize is started in a goroutine by others.
func Initialize(l net.Listener, check http.HandlerFunc) error {
	router = gin.New()
	routes(router)
	srv := &http.Server{Handler: router}
	return srv.Serve(l) // want `\(serve-no-shutdown, note\)`
}

func routes(g *gin.Engine) {
	g.Any(metricsPath, func(*gin.Context) {})
	g.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, "ok") })
}
