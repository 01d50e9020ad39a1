// Command bare serves with an engine that another package has wrapped and that nothing recovers.
package main

import (
	"net/http"

	"example.com/norecovery/wrapped/web"
	"github.com/gin-gonic/gin"
)

func main() {
	e := web.New() // want `gin-no-recovery`
	e.Use(gin.Logger())
	e.Engine.GET("/", func(c *gin.Context) { c.Status(http.StatusOK) })
	if err := e.Start(":8080"); err != nil {
		panic(err)
	}
}
