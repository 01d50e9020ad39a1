// Package router says what the shop answers to which request.
package router

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/shop/middleware"
	"example.com/shop/store"
)

// New returns the handler of the shop.
func New(s *store.Store, logger *log.Logger) *gin.Engine {
	r := gin.New()
	r.GET("/healthz", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	middleware.Install(r, logger)
	h := &handlers{s}
	orders := r.Group("/orders")
	orders.GET("", h.list)
	orders.POST("", h.add)
	r.GET("/average", h.average)
	return r
}

type handlers struct{ store *store.Store }

func (h *handlers) list(c *gin.Context) {
	orders, err := h.store.Orders(c.Request.Context(), c.Query("item"))
	if err != nil {
		c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	c.JSON(http.StatusOK, orders)
}

func (h *handlers) add(c *gin.Context) {
	var o store.Order
	if err := c.ShouldBindJSON(&o); err != nil {
		c.AbortWithError(http.StatusBadRequest, err)
		return
	}
	if err := h.store.Add(c.Request.Context(), &o); err != nil {
		c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	c.JSON(http.StatusOK, o)
}

// average has a bug such as every service has somewhere: it panics as long as nobody has ordered anything.
func (h *handlers) average(c *gin.Context) {
	orders, err := h.store.Orders(c.Request.Context(), c.Query("item"))
	if err != nil {
		c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	var total int64
	for _, o := range orders {
		total += o.Amount
	}
	c.JSON(http.StatusOK, gin.H{"average": total / int64(len(orders))})
}
