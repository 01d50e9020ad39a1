// Package fixed is what -fix mends.
package fixed

import (
	"context"

	"github.com/gin-gonic/gin"
)

func risky(names ...string) string { return names[0] }

func protect() { _ = recover() }

func create(c *gin.Context) {
	id := c.Param("id")
	go func() { // want `goroutine-panic`
		// It takes long.
		risky(id)
	}()
}

func sends(c *gin.Context) {
	result := make(chan string)
	go func() { // want `goroutine-panic`
		result <- risky()
	}()
	<-result
}

func read(c *gin.Context) {
	copied := 1
	go func() { // want `gin-context-in-goroutine`
		defer protect()
		risky(c.GetString("user"), c.Param("id")) // both
	}()
	go store(c, copied) // want `gin-context-in-goroutine`
}

func write(c *gin.Context) {
	go func() { // want `gin-context-in-goroutine`
		defer protect()
		c.String(200, "too late")
	}()
}

func store(ctx context.Context, n int) {
	defer protect()
	<-ctx.Done()
}
