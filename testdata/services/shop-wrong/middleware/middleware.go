// Package middleware has what all services of the shop put in front of their handlers.
package middleware

import (
	"log"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
)

// Install adds the middleware that every service has.
func Install(r gin.IRoutes, logger *log.Logger) {
	r.Use(AccessLog(logger), Panics(logger))
}

// AccessLog logs the beginning and the end of each request.
func AccessLog(logger *log.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		logger.Printf("%s %s started", c.Request.Method, c.Request.URL.Path)
		c.Next()
		logger.Printf("%s %s answered %d in %s", c.Request.Method, c.Request.URL.Path, c.Writer.Status(), time.Since(start))
	}
}

// Panics logs what a handler panics with.
func Panics(logger *log.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			logger.Printf("%s %s panicked: %v\n%s", c.Request.Method, c.Request.URL.Path, v, debug.Stack())
			panic(v)
		}()
		c.Next()
	}
}
