// Command process answers one request, and prints what becomes of the work that its handler has left to a goroutine.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/gin-gonic/gin"
)

var results = make(chan error, 2)

// work takes until ctx ends, or a while.
func work(ctx context.Context) {
	defer func() { _ = recover() }()
	select {
	case <-ctx.Done():
		results <- ctx.Err()
	case <-time.After(200 * time.Millisecond):
		results <- nil
	}
}

func handle(c *gin.Context) {
	go func() { // want `gin-context-in-goroutine`
		defer func() { _ = recover() }()
		work(c.Request.Context())
	}()
	go func() { // want `gin-context-in-goroutine`
		defer func() { _ = recover() }()
		work(c)
	}()
	c.Status(http.StatusAccepted)
}

func main() {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.ContextWithFallback = true
	engine.Use(gin.Recovery())
	engine.GET("/", handle)
	server := httptest.NewServer(engine)
	defer server.Close()
	resp, err := http.Get(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()
	fmt.Println(<-results, <-results)
}
