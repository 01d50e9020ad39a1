// The command frameworks serves with frameworks that bring their own server.
package main

import (
	"context"

	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
	"github.com/valyala/fasthttp"
)

func main() {
	echoWrong()
	echoRight(context.Background())
	fiberWrong()
	fiberRight(context.Background())
	fastWrong()
	fastRight(context.Background())
}

func echoWrong() {
	e := echo.New()
	e.GET("/", func(c echo.Context) error { return c.NoContent(204) })
	e.Logger.Fatal(e.Start(":8080")) // want `no Shutdown of this server can be reached.*serve-no-shutdown`
}

func echoRight(ctx context.Context) {
	e := echo.New()
	e.GET("/", func(c echo.Context) error { return c.NoContent(204) })
	go e.Start(":8080")
	<-ctx.Done()
	_ = e.Shutdown(context.WithoutCancel(ctx))
}

func fiberWrong() {
	app := fiber.New()
	app.Get("/", func(c *fiber.Ctx) error { return c.SendStatus(204) })
	_ = app.Listen(":8080") // want `serve-no-shutdown`
}

func fiberRight(ctx context.Context) {
	app := fiber.New()
	go app.Listen(":8080")
	<-ctx.Done()
	_ = app.ShutdownWithContext(context.WithoutCancel(ctx))
}

func fastWrong() {
	s := &fasthttp.Server{Handler: func(*fasthttp.RequestCtx) {}}
	_ = s.ListenAndServe(":8080") // want `serve-no-shutdown`
}

func fastRight(ctx context.Context) {
	s := &fasthttp.Server{Handler: func(*fasthttp.RequestCtx) {}}
	go s.ListenAndServe(":8080")
	<-ctx.Done()
	_ = s.Shutdown()
}
