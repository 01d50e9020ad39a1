// Package groups has recovery on groups of routes.
package groups

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func list(c *gin.Context) { c.String(http.StatusOK, "orders") }

func otherRoutesAreBare() {
	e := gin.New() // want `e has recovery middleware in front of some of its routes only`
	e.GET("/ping", list)
	api := e.Group("/api")
	api.Use(gin.Recovery())
	api.GET("/orders", list)
	e.Run()
}

func otherGroupIsBare() {
	e := gin.New() // want `e has recovery middleware in front of some of its routes only`
	api := e.Group("/api", gin.Recovery())
	api.GET("/orders", list)
	admin := e.Group("/admin")
	admin.GET("/orders", list)
	e.Run()
}

func tooLateForTheRoute() {
	e := gin.New() // want `e has recovery middleware in front of some of its routes only`
	api := e.Group("/api")
	{
		api.GET("/orders", list)
		api.Use(gin.Recovery())
		api.POST("/orders", list)
	}
	e.Run()
}

func groupWithoutAny() {
	e := gin.New() // want `e has no recovery middleware`
	api := e.Group("/api", gin.Logger())
	api.GET("/orders", list)
	e.Run()
}

func allRoutesInGroup() {
	e := gin.New()
	api := e.Group("/api")
	api.Use(gin.Recovery())
	api.GET("/orders", list)
	e.Run()
}

func allRoutesInGroups() {
	e := gin.New()
	api := e.Group("/api", gin.Logger(), gin.Recovery())
	v1 := api.Group("/v1")
	v1.GET("/orders", list)
	admin := e.Group("/admin")
	admin.Use(gin.Recovery()).GET("/orders", list)
	e.Run()
}

func nobodyKnowsOfOne(register []func(g *gin.RouterGroup)) {
	e := gin.New() // want `e has no recovery middleware that can be seen`
	api := e.Group("/api")
	api.GET("/orders", list)
	for _, f := range register {
		f(api)
	}
	e.Run()
}

func nobodyKnowsOfAnother(register []func(g *gin.RouterGroup)) {
	e := gin.New() // want `e has recovery middleware in front of some of its routes only`
	e.GET("/orders", list)
	api := e.Group("/api")
	for _, f := range register {
		f(api)
	}
	own(e)
	e.Run()
}

func own(e *gin.Engine) {
	e.Group("/own", gin.Recovery()).GET("/orders", list)
}

func elsewhere(register []func(g *gin.RouterGroup)) {
	e := gin.New() // want `e has no recovery middleware that can be seen`
	e.GET("/orders", list)
	handOver(e, register)
	e.Run()
}

func handOver(e *gin.Engine, register []func(g *gin.RouterGroup)) {
	api := e.Group("/api")
	for _, f := range register {
		f(api)
	}
}

type module interface{ Register(g *gin.RouterGroup) }

func modules(list []module) {
	e := gin.New()
	api := e.Group("/api")
	for _, m := range list {
		m.Register(api) // nobody knows what it does
	}
	e.Run()
}

func eachRouteHasItsOwn() {
	e := gin.New()
	e.GET("/orders", gin.Recovery(), list)
	e.POST("/orders", gin.Recovery(), list)
	e.Run()
}

func guarded(e *gin.Engine) *gin.RouterGroup {
	g := e.Group("/api")
	g.Use(gin.Recovery())
	return g
}

func groupFromHelper() {
	e := gin.New()
	g := guarded(e)
	g.GET("/orders", list)
	e.Run()
}
