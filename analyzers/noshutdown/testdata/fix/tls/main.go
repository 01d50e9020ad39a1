// The command tls serves HTTPS.
package main

import (
	"fmt"
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	// The certificate comes with the image.
	if failure := r.RunTLS(":8443", "cert.pem", "key.pem"); failure != nil { // want `gin-run`
		fmt.Fprintln(os.Stderr, "cannot serve:", failure)
		os.Exit(1)
	}
}
