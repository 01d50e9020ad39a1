// Package dot imports gin with a dot.
package dot

import . "github.com/gin-gonic/gin"

func list(c *Context) { c.String(200, "orders") }

func wrong() {
	r := New() // want `r has no recovery middleware`
	r.GET("/orders", list)
	r.Run()
}

func right() {
	r := New()
	r.Use(Recovery())
	r.GET("/orders", list)
	r.Run()
}
