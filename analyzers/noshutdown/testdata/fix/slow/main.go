// The command slow answers /slow once it has read a line from its standard input.
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery())
	r.GET("/slow", func(c *gin.Context) {
		fmt.Println("started")
		line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
		c.String(200, line)
	})
	r.Run() // want `gin-run`
}
