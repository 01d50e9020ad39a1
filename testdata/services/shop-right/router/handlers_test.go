package router

import (
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestListNeedsStore(t *testing.T) {
	w := httptest.NewRecorder()
	c, engine := gin.CreateTestContext(w)
	engine.Use(gin.Recovery())
	engine.GET("/orders", (&handlers{}).list)
	c.Request = httptest.NewRequest("GET", "/orders", nil)
	engine.HandleContext(c)
	if w.Code != 500 {
		t.Errorf("a list without a store answers %d", w.Code)
	}
}
