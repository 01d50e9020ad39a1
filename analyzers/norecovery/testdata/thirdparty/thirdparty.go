// Package thirdparty uses middleware of other modules.
package thirdparty

import (
	"time"

	sentrygin "github.com/getsentry/sentry-go/gin"
	ginzap "github.com/gin-contrib/zap"
	"github.com/gin-gonic/gin"
	"go.uber.org/zap"
)

func list(c *gin.Context) { c.String(200, "orders") }

func zapRecovers(log *zap.Logger) {
	r := gin.New()
	r.Use(ginzap.Ginzap(log, time.RFC3339, true), ginzap.RecoveryWithZap(log, true))
	r.GET("/orders", list)
	r.Run()
}

func zapOnlyLogs(log *zap.Logger) {
	r := gin.New() // want `r has no recovery middleware`
	r.Use(ginzap.Ginzap(log, time.RFC3339, true))
	r.GET("/orders", list)
	r.Run()
}

func sentryRecovers() {
	r := gin.New()
	r.Use(sentrygin.New(sentrygin.Options{}))
	r.GET("/orders", list)
	r.Run()
}

func sentryPanicsAgain() {
	r := gin.New() // want `r has no recovery middleware`
	r.Use(sentrygin.New(sentrygin.Options{Repanic: true}))
	r.GET("/orders", list)
	r.Run()
}
