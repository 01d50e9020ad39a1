package wrong

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
)

func recoverAll() { _ = recover() }

func captured(c *gin.Context) {
	go func() { // want `c is used in a goroutine that the handler does not wait for: once the handler has returned, gin gives the same Context to another request \(gin-context-in-goroutine\)`
		defer recoverAll()
		audit(c.GetString("user"), c.Param("id"))
	}()
}

func audit(user, id string) {}

func passed(c *gin.Context) {
	go func(c *gin.Context) { // want `gin-context-in-goroutine`
		defer recoverAll()
		audit(c.GetString("user"), c.Param("id"))
	}(c)
	go store(c, "a") // want `gin-context-in-goroutine`
}

// store hides the type of its context.
func store(ctx context.Context, key string) {
	defer recoverAll()
	<-ctx.Done()
}

func renamed(c *gin.Context) {
	ctx := c
	var plain context.Context = c
	limited, cancel := context.WithTimeout(c, time.Second)
	go func() { // want `ctx is used in a goroutine`
		defer recoverAll()
		ctx.Next()
	}()
	go store(plain, "a") // want `plain is used in a goroutine`
	go func() {          // want `limited is used in a goroutine`
		defer recoverAll()
		defer cancel()
		store(limited, "b")
	}()
}

func method(c *gin.Context) {
	go c.Next() // want `c is used in a goroutine` `goroutine-panic`
}

func copiedInside(c *gin.Context) {
	go func() { // want `gin-context-in-goroutine`
		defer recoverAll()
		cp := c.Copy()
		cp.Next()
	}()
}

func throughHelper(c *gin.Context) {
	safely(func() { // want `gin-context-in-goroutine`
		audit(c.GetString("user"), "")
	})
}

func safely(f func()) {
	go func() {
		defer recoverAll()
		f()
	}()
}

var _ = []any{captured, passed, renamed, method, copiedInside, throughHelper, handsOn}

// handsOn has somebody else read the channel, for whom it does not wait.
func handsOn(c *gin.Context) {
	lines := make(chan string, 1)
	go func() { // want `gin-context-in-goroutine`
		defer recoverAll()
		defer close(lines)
		lines <- c.Param("id")
	}()
	go collect(lines)
}

func collect(lines <-chan string) {
	defer recoverAll()
	for line := range lines {
		audit("", line)
	}
}
