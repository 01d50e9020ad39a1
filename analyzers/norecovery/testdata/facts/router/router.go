// Package router makes engines for other packages.
package router

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/norecovery/facts/mw"
)

func list(c *gin.Context) { c.String(http.StatusOK, "orders") }

// Empty returns an engine with nothing on it.
func Empty() *gin.Engine { return gin.New() }

// With returns an engine with the given middleware.
func With(mws ...gin.HandlerFunc) *gin.Engine {
	e := gin.New()
	e.Use(mws...)
	return e
}

// Guarded returns an engine that recovers.
func Guarded() *gin.Engine {
	e := gin.New()
	mw.Install(e)
	e.GET("/orders", list)
	return e
}

// Complete returns an engine whose route is bare, whoever serves it.
func Complete() *gin.Engine {
	e := gin.New() // want `e has no recovery middleware`
	mw.Log(e)
	Register(e)
	return e
}

// Handler hides the engine: who serves it may wrap it.
func Handler() http.Handler {
	e := gin.New()
	Register(e)
	return e
}

// Register adds the routes.
func Register(r gin.IRouter) { r.GET("/orders", list) }

// Serve serves what it is given.
func Serve(h http.Handler) error {
	srv := &http.Server{Addr: ":8080", Handler: h}
	return srv.ListenAndServe()
}

// An App serves.
type App struct{ engine *gin.Engine }

// NewApp makes an App.
func NewApp() *App { return &App{engine: gin.New()} }

// Use adds middleware.
func (a *App) Use(mws ...gin.HandlerFunc) { a.engine.Use(mws...) }

// Routes adds the routes.
func (a *App) Routes() { Register(a.engine) }

// Run serves.
func (a *App) Run() error { return a.engine.Run(":8080") }

var shared *gin.Engine

// Share keeps the engine, for Guard.
func Share(e *gin.Engine) { shared = e }

// Guard adds recovery to the shared engine.
func Guard() { shared.Use(gin.Recovery()) }

// A Server serves a handler.
type Server struct{ http *http.Server }

// NewServer returns a server for h.
func NewServer(h http.Handler) *Server { return &Server{&http.Server{Handler: h}} }

// Start serves.
func (s *Server) Start() error { return s.http.ListenAndServe() }

// An Open shows its engine.
type Open struct{ Engine *gin.Engine }

// NewOpen makes an Open.
func NewOpen() (*Open, error) { return &Open{Engine: gin.New()}, nil }

// Router returns the engine.
func (o *Open) Router() *gin.Engine { return o.Engine }

// Run serves.
func (o *Open) Run() error { return o.Engine.Run() }

// Version1 adds a group with routes that recover.
func Version1(g *gin.RouterGroup) {
	g.Use(mw.Catch)
	g.GET("/orders", list)
}
