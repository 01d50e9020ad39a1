// The command frameworks serves with frameworks that bring their own server.
package main

import (
	"context"
	"net/http"

	hertz "github.com/cloudwego/hertz/pkg/app/server"
	"github.com/gofiber/fiber/v2"
	fiber3 "github.com/gofiber/fiber/v3"
	"github.com/labstack/echo/v4"
	echo5 "github.com/labstack/echo/v5"
	"github.com/valyala/fasthttp"
)

func main() {
	echoWrong()
	echoRight(context.Background())
	fiberWrong()
	fiberRight(context.Background())
	fastWrong()
	fastRight(context.Background())
	hertzWrong()
	hertzRight(context.Background())
	fiberThreeWrong()
	fiberThreeRight(context.Background())
	echoFive()
	echoFiveWrong()
	echoFiveRight(context.Background(), echo5.StartConfig{})
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

// Run does not ask for any signal.
func hertzWrong() {
	h := hertz.Default(hertz.WithHostPorts(":8080"))
	_ = h.Run() // want `no Shutdown of this server can be reached.*serve-no-shutdown`
}

// Spin does, and drains.
func hertzRight(ctx context.Context) {
	hertz.New().Spin()
	h := hertz.New()
	go h.Run()
	<-ctx.Done()
	_ = h.Shutdown(context.WithoutCancel(ctx))
}

func fiberThreeWrong() {
	app := fiber3.New()
	_ = app.Listen(":8080") // want `serve-no-shutdown`
	other := fiber3.New()
	_ = other.Listen(":8081", fiber3.ListenConfig{DisableStartupMessage: true}) // want `serve-no-shutdown`
}

func fiberThreeRight(ctx context.Context) {
	app := fiber3.New()
	_ = app.Listen(":8080", fiber3.ListenConfig{GracefulContext: ctx})
	other := fiber3.New()
	options := fiber3.ListenConfig{}
	options.GracefulContext = ctx
	_ = other.Listen(":8081", options)
	third := fiber3.New()
	_ = third.Listen(":8082", configured())
	fourth := fiber3.New()
	go fourth.Listen(":8083")
	<-ctx.Done()
	_ = fourth.ShutdownWithContext(context.WithoutCancel(ctx))
}

var configured func() fiber3.ListenConfig

// Start drains by itself.
func echoFive() { _ = echo5.New().Start(":8080") }

// StartConfig drains when its context ends.
func echoFiveWrong() {
	_ = echo5.StartConfig{Address: ":8080"}.Start(context.Background(), echo5.New()) // want `Start drains when its context ends, which never does.*serve-no-shutdown`
	forever := context.TODO()
	config := echo5.StartConfig{Address: ":8081"}
	_ = config.StartTLS(forever, echo5.New(), "cert", "key") // want `StartTLS drains when its context ends`
}

func echoFiveRight(ctx context.Context, given echo5.StartConfig) {
	_ = echo5.StartConfig{Address: ":8080"}.Start(ctx, echo5.New())
	stoppable, stop := context.WithCancel(context.Background())
	defer stop()
	_ = echo5.StartConfig{Address: ":8081"}.Start(stoppable, echo5.New())
	_ = given.Start(context.Background(), echo5.New())
	var server *http.Server
	_ = echo5.StartConfig{BeforeServeFunc: func(s *http.Server) error { server = s; return nil }}.Start(context.Background(), echo5.New())
	_ = server.Shutdown(ctx)
}
