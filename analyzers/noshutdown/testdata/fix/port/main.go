// The command port lets gin choose the port.
package main

import (
	"log"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	log.Fatal(r.Run()) // want `gin-run`
}
