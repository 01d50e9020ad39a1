package right

import (
	"context"
	"io"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"
)

func copied(c *gin.Context) {
	cc := c.Copy()
	go func() {
		defer protect()
		risky(cc.Param("id"))
	}()
	go func(c *gin.Context) {
		defer protect()
		risky(c.Param("id"))
	}(c.Copy())
}

func valuesTakenOut(c *gin.Context) {
	id, ctx := c.Param("id"), c.Request.Context()
	go func() {
		defer protect()
		risky(id)
		<-ctx.Done()
	}()
	go work(c.Request.Context(), c.Query("q"))
}

func work(ctx context.Context, q string) {
	defer protect()
	risky(q)
}

func waits(c *gin.Context) {
	g, ctx := errgroup.WithContext(c)
	g.Go(func() error {
		defer protect()
		risky(c.Param("id"))
		return ctx.Err()
	})
	if err := g.Wait(); err != nil {
		c.Status(500)
	}
}

func streams(c *gin.Context) {
	lines := make(chan string)
	go func() {
		defer protect()
		defer close(lines)
		lines <- risky(c.Param("id"))
	}()
	for line := range lines {
		c.SSEvent("line", line)
	}
}

// streamsElsewhere answers with what the goroutine sends, until that has come to its end.
func streamsElsewhere(c *gin.Context) {
	lines := make(chan string)
	go func() {
		defer protect()
		defer close(lines)
		lines <- risky(c.Param("id"))
	}()
	stream(c, lines)
}

func stream(c *gin.Context, lines <-chan string) {
	c.Stream(func(w io.Writer) bool {
		line, ok := <-lines
		if ok {
			io.WriteString(w, line)
		}
		return ok
	})
}

func tellsItsCaller(c *gin.Context, done chan<- struct{}) {
	go func() {
		defer protect()
		risky(c.Param("id"))
		done <- struct{}{}
	}()
}

var _ = []any{copied, valuesTakenOut, waits, streams, streamsElsewhere, tellsItsCaller}
