package frameworks

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/cloudwego/hertz/pkg/app"
	"github.com/gofiber/fiber/v2"
	fiberv3 "github.com/gofiber/fiber/v3"
	"github.com/labstack/echo/v4"
	echov5 "github.com/labstack/echo/v5"
	"github.com/valyala/fasthttp"
)

func protect() { _ = recover() }

func audit(ids ...string) { defer protect() }

func store(ctx context.Context, id string) error { defer protect(); <-ctx.Done(); return nil }

func echoCaptured(c echo.Context) error {
	go func() { // want `c is used in a goroutine that the handler does not wait for: once the handler has returned, another request gets the same echo.Context.*\(pooled-context-in-goroutine\)`
		defer protect()
		audit(c.Param("id"), c.Request().Host)
	}()
	return c.NoContent(http.StatusAccepted)
}

func echoPassed(c *echov5.Context) error {
	go func(c *echov5.Context) { // want `another request gets the same echo.Context`
		defer protect()
		audit(c.Param("id"))
	}(c)
	return nil
}

func fiberAsContext(c fiberv3.Ctx) error {
	limited, cancel := context.WithCancel(c)
	go func() { // want `limited is used in a goroutine.* the same fiber.Ctx`
		defer protect()
		defer cancel()
		_ = store(limited, "a")
	}()
	return nil
}

func fasthttpRenamed(ctx *fasthttp.RequestCtx) {
	c := ctx
	go later(c) // want `c is used in a goroutine.* the same fasthttp.RequestCtx`
}

func later(ctx *fasthttp.RequestCtx) { defer protect(); ctx.SetStatusCode(200) }

func hertzCaptured(ctx context.Context, c *app.RequestContext) {
	go func() { // want `another request gets the same app.RequestContext`
		defer protect()
		audit(c.Param("id"))
	}()
}

// Values, of which those of fiber and fasthttp have to be copied, belong to whoever has taken them.
func values(c echo.Context) error {
	id := c.Param("id")
	go audit(id)
	go audit(c.Param("id"), c.Request().Host)
	return nil
}

func copiedValues(c *fiber.Ctx) error {
	id := strings.Clone(c.Params("id"))
	go audit(id)
	return nil
}

func copied(ctx context.Context, c *app.RequestContext) {
	cp := c.Copy()
	go func() {
		defer protect()
		audit(cp.Param("id"))
	}()
}

func waits(c echo.Context) error {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer protect()
		defer group.Done()
		audit(c.Param("id"))
	}()
	group.Wait()
	return nil
}

func waitsForTheAnswer(ctx *fasthttp.RequestCtx) {
	done := make(chan bool)
	go func() {
		defer protect()
		audit(string(ctx.Path()))
		close(done)
	}()
	<-done
}

// The context of the request that net/http has made ends with it, whoever asked for it.
func requestContext(c echo.Context) error {
	ctx := c.Request().Context()
	go func() { // want `ctx ends when the handler returns.*request-context-in-goroutine`
		defer protect()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://hooks.example.com", nil)
		audit(req.Host, err.Error())
	}()
	return nil
}

var _ = []any{echoCaptured, echoPassed, fiberAsContext, fasthttpRenamed, hertzCaptured, values, copiedValues, copied, waits, waitsForTheAnswer, requestContext}
