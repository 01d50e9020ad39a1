// Package fibers stops servers that have no Stop.
package fibers

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

func stop(app *fiber.App) error {
	return app.Shutdown() // want `app.Shutdown waits for the slowest client, however long that takes: nothing cuts it short; call ShutdownWithTimeout`
}

func inTime(app *fiber.App) error { return app.ShutdownWithTimeout(10 * time.Second) }

func fast(s *fasthttp.Server) error {
	return s.Shutdown() // want `s.Shutdown waits.*call ShutdownWithContext`
}
