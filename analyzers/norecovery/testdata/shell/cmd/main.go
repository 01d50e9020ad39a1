// Command cmd adds what does not recover.
package main

import (
	"example.com/norecovery/shell/open"
	"github.com/gin-gonic/gin"
)

func main() {
	app := open.New() // want `app has no recovery middleware`
	app.With(gin.Logger())
	if err := app.Serve(); err != nil {
		panic(err)
	}
	if err := recovering(); err != nil {
		panic(err)
	}
}

func recovering() error {
	app := open.New()
	app.With(gin.Logger(), gin.Recovery())
	return app.Serve()
}
