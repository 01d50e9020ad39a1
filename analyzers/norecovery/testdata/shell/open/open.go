// Package open lets others add middleware.
package open

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// App has an engine inside.
type App struct{ router *gin.Engine }

// New makes one.
func New() *App { return &App{router: gin.New()} }

// With adds middleware.
func (a *App) With(m ...gin.HandlerFunc) { a.router.Use(m...) }

// Serve serves.
func (a *App) Serve() error {
	a.router.GET("/", func(c *gin.Context) { c.Status(http.StatusOK) })
	return a.router.Run(":3000")
}
