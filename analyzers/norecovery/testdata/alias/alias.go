// Package alias imports gin under another name.
package alias

import (
	web "github.com/gin-gonic/gin"
)

type (
	engine  = web.Engine
	context = web.Context
)

func list(c *context) { c.String(200, "orders") }

func build() *engine {
	create := web.New
	e := create() // want `e has no recovery middleware`
	e.GET("/orders", list)
	return e
}

func serve() error { return build().Run() }

func right() {
	var e *engine = web.New()
	add := e.Use
	add(web.Recovery())
	e.GET("/orders", list)
	e.Run()
}
