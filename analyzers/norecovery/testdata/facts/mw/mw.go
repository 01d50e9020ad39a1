// Package mw has middleware and helpers that other packages use.
package mw

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

// Install adds what every service needs.
func Install(e *gin.Engine) { e.Use(gin.Logger(), Guard()) }

// Log adds a log only.
func Log(e *gin.Engine) { e.Use(gin.Logger()) }

// Add adds what it is given.
func Add(e *gin.Engine, mws ...gin.HandlerFunc) { e.Use(append(mws, gin.Logger())...) }

// Guard recovers.
func Guard() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			if v := recover(); v != nil {
				c.AbortWithStatus(http.StatusInternalServerError)
			}
		}()
		c.Next()
	}
}

// Watch logs the panic and hands it on.
func Watch(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		log.Print(v)
		panic(v)
	}()
	c.Next()
}

// Catch recovers.
func Catch(c *gin.Context) {
	defer rescue(c)
	c.Next()
}

func rescue(c *gin.Context) {
	if recover() != nil {
		c.Abort()
	}
}
