// Package late has engines whose recovery comes after some of their routes.
package late

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func list(c *gin.Context) { c.String(http.StatusOK, "orders") }

func routeFirst() {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	r.GET("/orders", list)
	r.Use(gin.Recovery())
	r.Run()
}

func groupFirst() {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	g := r.Group("/api")
	r.Use(gin.Recovery())
	g.GET("/orders", list)
	r.Run()
}

func groupOfGroupFirst() {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	api := r.Group("/api")
	v1 := api.Group("/v1")
	api.Use(gin.Recovery())
	v1.GET("/orders", list)
	r.Use(gin.Recovery())
	r.Run()
}

func register(r gin.IRouter) { r.GET("/orders", list) }

func guard(r *gin.Engine) { r.Use(gin.Recovery()) }

func helpersInWrongOrder() {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	register(r)
	guard(r)
	r.Run()
}

func setup(r *gin.Engine) {
	r.POST("/orders", list)
	r.Use(gin.Recovery())
	r.GET("/orders", list)
}

func wrongOrderInHelper() {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	setup(r)
	r.Run()
}

func chained() {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	r.GET("/orders", list).Use(gin.Recovery())
	r.Run()
}

func afterEitherBranch(debug bool) {
	r := gin.New() // want `r gets recovery middleware only after routes were registered`
	if debug {
		r.GET("/beta/orders", list)
	}
	r.Use(gin.Recovery())
	r.Run()
}

func rightOrder() {
	r := gin.New()
	guard(r)
	register(r)
	r.Run()
}

func probesFirst() {
	r := gin.New()
	r.GET("/healthz", list)
	r.Handle(http.MethodGet, "/api/version", list)
	r.GET("/swagger/*any", list)
	r.Static("/assets", "./assets")
	r.Use(gin.Recovery())
	register(r)
	r.Run()
}

func groupAfter() {
	r := gin.New()
	g := r.Group("/api")
	g.Use(gin.Recovery())
	r.Use(gin.Recovery())
	g.GET("/orders", list)
	r.Run()
}

func eitherOrder(routes []string) {
	r := gin.New()
	for _, path := range routes {
		r.Use(gin.Recovery())
		r.GET(path, list)
	}
	r.Run()
}

func notFoundFirst() {
	r := gin.New()
	r.NoRoute(list)
	r.Use(gin.Recovery())
	r.GET("/orders", list)
	r.Run()
}

func inAnotherGoroutine(ready chan struct{}) {
	r := gin.New()
	go func() {
		<-ready
		r.GET("/orders", list)
		r.Run()
	}()
	r.Use(gin.Recovery())
	close(ready)
}

func routeWithItsOwn() {
	r := gin.New()
	r.GET("/orders", gin.Recovery(), list)
	r.Use(gin.Recovery())
	r.Run()
}
