// Command process answers one request, and prints what becomes of the work that its handler has left to a goroutine.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/gin-gonic/gin"
)

var slow *httptest.Server

var results = make(chan error, 3)

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

// save gives up when ctx ends, as a database does.
func save(ctx context.Context) {
	defer func() { _ = recover() }()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, slow.URL, nil)
	if err != nil {
		results <- err
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err == nil {
		err = resp.Body.Close()
	}
	results <- err
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
	go save(c.Request.Context()) // want `request-context-in-goroutine`
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
	slow = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { time.Sleep(200 * time.Millisecond) }))
	defer slow.Close()
	resp, err := http.Get(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()
	for range 3 {
		fmt.Println(errors.Is(<-results, context.Canceled))
	}
}
