// Package again gives its gin.Context to a function that takes a context.
package again

import (
	"github.com/gin-gonic/gin"

	"example.com/nakedgo/facts/mail"
)

var service mail.Service

func leaves(c *gin.Context) {
	_ = service.Leave(c, "a") // want `Leave uses c in a goroutine \(facts/mail/mail.go:28\) that nobody waits for: once the handler has returned, gin gives the same Context to another request.*\(gin-context-in-goroutine\)`
	_ = service.Store(c, "b")
	service.Logs(c.Copy(), "c")
}

var _ = []any{leaves}
