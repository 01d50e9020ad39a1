// Dropped does not look at the error.
package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	r.Run(":8080") // want `main returns with status 0 when r.Run cannot serve: .*\(exit-zero, note\)`
}
