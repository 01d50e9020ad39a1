// Package wrong has engines that serve without recovery.
package wrong

import (
	"context"
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

func list(c *gin.Context) { c.String(http.StatusOK, "orders") }

func logged(c *gin.Context) { c.Next() }

func noMiddlewareAtAll() {
	r := gin.New() // want `r has no recovery middleware: when a handler panics, the client gets .*\(gin-no-recovery\)`
	r.GET("/orders", list)
	r.Run()
}

func noRoutesEither() {
	r := gin.New() // want `gin-no-recovery`
	r.Run()
}

func loggerOnly() {
	var r = gin.New() // want `r has no recovery middleware`
	r.Use(gin.Logger(), logged)
	r.GET("/orders", list)
	log.Fatal(http.ListenAndServe(":8080", r))
}

func behindServer() {
	r := gin.New() // want `r has no recovery middleware`
	r.GET("/orders", list)
	srv := &http.Server{Addr: ":8080", Handler: r}
	srv.ListenAndServe()
}

func behindServerLater() {
	r := gin.New() // want `r has no recovery middleware`
	srv := &http.Server{Addr: ":8080"}
	srv.Handler = r.Handler()
	r.GET("/orders", list)
	srv.ListenAndServe()
}

func listOfOthers(debug bool) {
	r := gin.New() // want `r has no recovery middleware`
	mws := []gin.HandlerFunc{logged}
	if debug {
		mws = append(mws, gin.Logger())
	}
	r.Use(mws...)
	r.GET("/orders", list)
	r.Run()
}

func newEngine(mws ...gin.HandlerFunc) *gin.Engine {
	e := gin.New() // want `e has no recovery middleware`
	e.Use(mws...)
	return e
}

func throughParameter() {
	r := newEngine(gin.Logger())
	r.GET("/orders", list)
	r.Run()
}

func recoveryInVain(c *gin.Context) {
	defer func() {
		func() {
			_ = recover() // not called by the deferred function itself: returns nil
		}()
	}()
	c.Next()
}

func recoveryOfAnother(c *gin.Context) {
	go func() {
		defer func() { _ = recover() }()
		log.Print("audit")
	}()
	c.Next()
}

func onlyLogs(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			log.Print(v)
			panic(v)
		}
	}()
	c.Next()
}

func middlewareThatDoesNotRecover() {
	r := gin.New() // want `r has no recovery middleware`
	r.Use(recoveryInVain, recoveryOfAnother, onlyLogs)
	r.GET("/orders", list)
	r.Run()
}

type app struct {
	engine *gin.Engine
	srv    *http.Server
}

func newApp() *app {
	return &app{engine: gin.New()} // want `this engine has no recovery middleware`
}

func (a *app) routes() { a.engine.GET("/orders", list) }

func (a *app) run() error {
	a.routes()
	a.srv = &http.Server{Addr: ":8080", Handler: a.engine}
	return a.srv.ListenAndServe()
}

func throughFields() { log.Fatal(newApp().run()) }

type embedding struct{ *gin.Engine }

func promoted() {
	s := &embedding{Engine: gin.New()} // want `this engine has no recovery middleware`
	s.GET("/orders", list)
	go s.Run()
}

var global *gin.Engine

func setGlobal() {
	global = gin.New() // want `global has no recovery middleware`
	global.GET("/orders", list)
}

func serveGlobal() { global.Run(":8080") }

func inClosure() func() error {
	return func() error {
		r := gin.New() // want `r has no recovery middleware`
		r.GET("/orders", list)
		return r.Run()
	}
}

func methodValue(ctx context.Context) {
	r := gin.New() // want `r has no recovery middleware`
	r.GET("/orders", list)
	serve := r.Run
	go serve()
	<-ctx.Done()
}

// Handler leaves the package complete: nobody can put recovery in front of its route any more.
func Handler() *gin.Engine {
	r := gin.New() // want `r has no recovery middleware`
	r.GET("/orders", list)
	return r
}

// Start serves what nobody outside could change.
func Start() error {
	r := Bare()
	r.GET("/orders", list)
	return r.Run()
}

// Bare is judged by those who call it, one of which is Start.
func Bare() *gin.Engine {
	return gin.New() // want `this engine has no recovery middleware`
}

func option(e *gin.Engine) { e.RedirectTrailingSlash = false }

func optionsWithoutRecovery() {
	r := gin.New(option, func(e *gin.Engine) { e.Use(gin.Logger()) }) // want `r has no recovery middleware`
	r.GET("/orders", list)
	r.Run()
}

func parenthesised() {
	r := (gin.New)() // want `r has no recovery middleware`
	(r.GET)("/orders", list)
	(r.Run)()
}
