// Package web has an engine of its own, with groups of its own.
package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// A Group is a group of routes with names.
type Group struct{ *gin.RouterGroup }

// NewGroup wraps g.
func NewGroup(g *gin.RouterGroup) *Group { return &Group{g} }

// Use adds middleware.
func (g *Group) Use(middleware ...gin.HandlerFunc) { g.RouterGroup.Use(middleware...) }

// An Engine is gin's, with a Group in its place.
type Engine struct {
	*gin.Engine
	Group
}

// New makes a bare one.
func New() *Engine {
	e := &Engine{Engine: gin.New()}
	e.Group = *NewGroup(&e.Engine.RouterGroup)
	return e
}

// Default makes one that recovers.
func Default() *Engine {
	e := New()
	e.Use(rescue())
	return e
}

// Use adds middleware to all routes.
func (e *Engine) Use(middleware ...gin.HandlerFunc) { e.Group.Use(middleware...) }

// Start serves.
func (e *Engine) Start(addr string) error { return e.Engine.Run(addr) }

func rescue() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			if r := recover(); r != nil {
				c.AbortWithStatus(http.StatusInternalServerError)
			}
		}()
		c.Next()
	}
}
