// Package logged logs by a package of its own.
package logged

import (
	"github.com/gin-gonic/gin"

	"example.com/nakedgo/logged/log"
)

func risky(names ...string) string { return names[0] }

func create(c *gin.Context) {
	id := c.Param("id")
	if id == "" {
		log.Errorf("no id in %s", c.Request.URL)
	}
	go func() { // want `goroutine-panic`
		risky(id)
	}()
}

var _ = []any{create}
