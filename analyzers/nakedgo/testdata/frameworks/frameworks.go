// Package frameworks has handlers of other frameworks.
package frameworks

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

func risky(names ...string) string { return names[0] }

func withEcho(c echo.Context) error {
	go risky(c.Param("id")) // want `goroutine-panic`
	c.Logger().Fatal("no")  // want `Fatal ends the process .*exit-in-handler`
	return nil
}

func withFiber(c *fiber.Ctx) error {
	go func() { // want `goroutine-panic` `another request gets the same fiber.Ctx.*\(pooled-context-in-goroutine\)`
		risky(c.Params("id"))
	}()
	return nil
}

func withChi(r chi.Router) {
	r.Get("/", func(w http.ResponseWriter, r *http.Request) {
		go risky(chi.URLParam(r, "id")) // want `goroutine-panic`
	})
}

func start(e *echo.Echo) { e.Logger.Fatal(e.Start(":80")) }

var _ = []any{withEcho, withFiber, withChi, start}
