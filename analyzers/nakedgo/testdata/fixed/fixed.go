// Package fixed is what -fix mends.
package fixed

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"time"

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

// The context of the request ends with it, whoever holds it.
func request(c *gin.Context) {
	go func() { // want `gin-context-in-goroutine`
		defer protect()
		store(c.Request.Context(), len(c.Request.Method))
	}()
	go func() { // want `gin-context-in-goroutine`
		defer protect()
		store(c, 1)
	}()
	go store(c.Request.Context(), 2)
}

// The body ends with the request as well.
func body(c *gin.Context) {
	go func() { // want `gin-context-in-goroutine`
		defer protect()
		_, _ = io.ReadAll(c.Request.Body)
	}()
}

func probe(c *gin.Context) {
	up := true
	go func() { // want `goroutine-panic`
		up = risky() == ""
	}()
	c.Set("up", up)
}

func store(ctx context.Context, n int) {
	defer protect()
	<-ctx.Done()
}

var _ = []any{create, sends, read, write, request, body, probe}

type database struct{ *sql.DB }

func (db *database) save(ctx context.Context, id string) {
	defer protect()
	_, _ = db.ExecContext(ctx, "INSERT INTO a VALUES (?)", id)
}

// What the context carries is still wanted, its end is not.
func (db *database) detaches(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go db.save(r.Context(), "a") // want `request-context-in-goroutine`
	go func() {                  // want `request-context-in-goroutine`
		defer protect()
		limited, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		db.save(limited, r.PathValue("id"))
	}()
	go func(ctx context.Context) { // want `request-context-in-goroutine`
		defer protect()
		db.save(ctx, "b")
	}(ctx)
}

// Without its deadline the work could hang.
func (db *database) limits(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	go db.save(ctx, "a") // want `request-context-in-goroutine`
}

var _ = []any{(*database).detaches, (*database).limits}
