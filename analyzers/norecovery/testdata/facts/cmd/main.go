// The cmd command serves engines that other packages make.
package main

import (
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"example.com/norecovery/facts/mw"
	"example.com/norecovery/facts/router"
)

func main() {
	switch os.Args[1] {
	case "empty":
		r := router.Empty() // want `r has no recovery middleware`
		router.Register(r)
		r.Run()
	case "log":
		r := gin.New() // want `r has no recovery middleware`
		mw.Log(r)
		router.Register(r)
		router.Serve(r)
	case "added":
		r := gin.New() // want `r has no recovery middleware`
		mw.Add(r, mw.Watch)
		router.Register(r)
		r.Run()
	case "with":
		r := router.With(gin.Logger(), mw.Watch) // want `r has no recovery middleware`
		router.Register(r)
		r.Run()
	case "late":
		r := gin.New() // want `r gets recovery middleware only after routes were registered`
		router.Register(r)
		mw.Install(r)
		r.Run()
	case "handler":
		router.Serve(router.Handler()) // want `the engine that Handler makes has no recovery middleware`
	case "server":
		srv := http.Server{Handler: router.Handler()} // want `the engine that Handler makes has no recovery middleware`
		srv.ListenAndServe()
	case "app":
		app := router.NewApp() // want `app has no recovery middleware`
		app.Use(gin.Logger())
		app.Routes()
		app.Run()
	case "app late":
		app := router.NewApp() // want `app gets recovery middleware only after routes were registered`
		app.Routes()
		app.Use(mw.Guard())
		app.Run()
	case "other server":
		r := gin.New() // want `r has no recovery middleware`
		router.NewServer(r).Start()
	case "open":
		o, _ := router.NewOpen() // want `o has no recovery middleware`
		o.Engine.Use(gin.Logger())
		router.Register(o.Engine)
		o.Run()
	case "versions":
		r := gin.New() // want `r has recovery middleware in front of some of its routes only`
		router.Version1(r.Group("/v1"))
		router.Register(r.Group("/v2"))
		r.Run()
	default:
		right()
	}
}

func right() {
	switch os.Args[1] {
	case "guarded":
		router.Serve(router.Guarded())
	case "complete": // reported where its routes are
		router.Complete().Run()
	case "installed":
		r := router.Empty()
		mw.Install(r)
		router.Register(r)
		r.Run()
	case "added":
		r := gin.New()
		mw.Add(r, mw.Catch)
		router.Register(r)
		r.Run()
	case "with":
		r := router.With(gin.Logger(), mw.Guard())
		router.Register(r)
		r.Run()
	case "app":
		app := router.NewApp()
		app.Use(mw.Guard())
		app.Routes()
		app.Run()
	case "open":
		o, _ := router.NewOpen()
		o.Engine.Use(gin.Recovery())
		router.Register(o.Engine)
		o.Run()
	case "getter":
		o, _ := router.NewOpen()
		o.Router().Use(mw.Guard())
		router.Register(o.Router())
		o.Run()
	case "versions":
		r := gin.New()
		router.Version1(r.Group("/v1"))
		r.Run()
	case "shared":
		r := gin.New()
		router.Share(r)
		router.Guard()
		router.Register(r)
		r.Run()
	case "mounted":
		outer := gin.Default()
		outer.NoRoute(gin.WrapH(router.Handler()))
		outer.Run()
	}
}
