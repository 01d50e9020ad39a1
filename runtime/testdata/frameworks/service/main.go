// Service serves with the framework that it is told, in the right way or in a wrong one, so that it can be drilled.
package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	hertzapp "github.com/cloudwego/hertz/pkg/app"
	hertz "github.com/cloudwego/hertz/pkg/app/server"
	"github.com/go-kratos/kratos/v2"
	kratoshttp "github.com/go-kratos/kratos/v2/transport/http"
	"github.com/gofiber/fiber/v3"
	"github.com/labstack/echo/v5"
)

func main() {
	addr := os.Args[2]
	var err error
	switch os.Args[1] {
	case "hertz right":
		hertzRight(addr)
	case "hertz wrong":
		err = hertzWrong(addr)
	case "echo right":
		err = echoRight(addr)
	case "echo wrong":
		err = echoWrong(addr)
	case "fiber right":
		err = fiberRight(addr)
	case "fiber joined":
		err = fiberJoined(addr)
	case "fiber hasty":
		err = fiberHasty(addr)
	case "fiber wrong":
		err = fiberWrong(addr)
	case "kratos right":
		err = kratosRight(addr)
	case "kratos wrong":
		err = kratosWrong(addr)
	default:
		err = errors.New("unknown service " + os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
}

// work is what a slow request does.
func work() { time.Sleep(700 * time.Millisecond) }

// Hertz: Spin waits for the signal and drains, Run does not.

func hertzRight(addr string) {
	h := hertz.New(hertz.WithHostPorts(addr))
	hertzRoutes(h)
	h.Spin()
}

func hertzWrong(addr string) error {
	h := hertz.New(hertz.WithHostPorts(addr))
	hertzRoutes(h)
	return h.Run() // want `no Shutdown of this server can be reached.*serve-no-shutdown`
}

func hertzRoutes(h *hertz.Hertz) {
	h.Any("/", func(_ context.Context, c *hertzapp.RequestContext) { c.String(http.StatusOK, "hello") })
	h.GET("/readyz", func(_ context.Context, c *hertzapp.RequestContext) { c.Status(http.StatusOK) })
	h.GET("/slow", func(_ context.Context, c *hertzapp.RequestContext) { work(); c.Status(http.StatusOK) })
}

// Echo, the fifth version: Start waits for the signal and drains. StartConfig does so when its context ends.

func echoRight(addr string) error { return echoServer().Start(addr) }

func echoWrong(addr string) error {
	return echo.StartConfig{Address: addr}.Start(context.Background(), echoServer()) // want `Start drains when its context ends, which never does.*serve-no-shutdown`
}

func echoServer() *echo.Echo {
	e := echo.New()
	e.Any("/", func(c *echo.Context) error { return c.String(http.StatusOK, "hello") })
	e.GET("/readyz", func(c *echo.Context) error { return c.NoContent(http.StatusOK) })
	e.GET("/slow", func(c *echo.Context) error { work(); return c.NoContent(http.StatusOK) })
	return e
}

// Fiber, the third version: Listen returns when the stop begins, also where that is of its own.

func fiberRight(addr string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := fiber.New()
	fiberRoutes(app)
	failed := make(chan error, 1)
	go func() { failed <- app.Listen(addr, fiber.ListenConfig{DisableStartupMessage: true}) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop()
	return app.ShutdownWithTimeout(10 * time.Second)
}

func fiberJoined(addr string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := fiber.New()
	fiberRoutes(app)
	drained := make(chan struct{})
	app.Hooks().OnPostShutdown(func(error) error {
		close(drained)
		return nil
	})
	if err := app.Listen(addr, fiber.ListenConfig{DisableStartupMessage: true, GracefulContext: ctx}); err != nil {
		return err
	}
	<-drained
	return nil
}

func fiberHasty(addr string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app := fiber.New()
	fiberRoutes(app)
	return app.Listen(addr, fiber.ListenConfig{DisableStartupMessage: true, GracefulContext: ctx}) // want `nobody waits until app.Listen has drained: it returns as soon as its context ends, and fiberHasty with it.*shutdown-not-awaited`
}

func fiberWrong(addr string) error {
	app := fiber.New()
	fiberRoutes(app)
	return app.Listen(addr, fiber.ListenConfig{DisableStartupMessage: true}) // want `serve-no-shutdown`
}

func fiberRoutes(app *fiber.App) {
	app.All("/", func(c fiber.Ctx) error { return c.SendString("hello") })
	app.Get("/readyz", func(c fiber.Ctx) error { return c.SendStatus(http.StatusOK) })
	app.Get("/slow", func(c fiber.Ctx) error { work(); return c.SendStatus(http.StatusOK) })
}

// Kratos: the App waits for the signal and stops its servers, which do not by themselves.

func kratosRight(addr string) error {
	srv := kratoshttp.NewServer(kratoshttp.Address(addr))
	kratosRoutes(srv)
	return kratos.New(kratos.Server(srv), kratos.StopTimeout(10*time.Second)).Run()
}

func kratosWrong(addr string) error {
	srv := kratoshttp.NewServer(kratoshttp.Address(addr))
	kratosRoutes(srv)
	return srv.Start(context.Background()) // want `serve-no-shutdown`
}

func kratosRoutes(srv *kratoshttp.Server) {
	srv.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") })
	srv.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {})
	srv.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { work() })
}
