// The command run ends with Run.
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	r.Use(gin.Recovery())
	r.GET("/", func(c *gin.Context) { c.String(200, "hello") })
	r.Run(":8081") // want `gin-run`
}
