// Package api has the engine inside, and serves with it.
package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// A Server serves pages.
type Server struct{ engine *gin.Engine }

// NewServer makes one.
func NewServer() *Server {
	router := gin.New() // want `gin-no-recovery`
	router.Use(gin.Logger())
	pages(router.Group("/"))
	return &Server{engine: router}
}

func pages(g *gin.RouterGroup) {
	g.GET("/", func(c *gin.Context) { c.Status(http.StatusOK) })
}

// Start serves.
func (s *Server) Start() error { return s.engine.Run(":3000") }
