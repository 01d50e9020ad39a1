// Package generic has engines in generic code.
package generic

import "github.com/gin-gonic/gin"

type holder[T any] struct {
	engine *gin.Engine
	state  T
}

func newHolder[T any](state T) *holder[T] {
	h := &holder[T]{state: state}
	h.engine = gin.New() // want `h.engine has no recovery middleware`
	return h
}

func (h *holder[T]) run() error {
	h.engine.GET("/orders", func(c *gin.Context) { c.String(200, "orders") })
	return h.engine.Run()
}

func wrong() error { return newHolder(1).run() }

type guarded[T any] struct{ engine *gin.Engine }

func newGuarded[T any]() *guarded[T] { return &guarded[T]{engine: gin.New()} }

func use[R gin.IRoutes](r R, mw gin.HandlerFunc) { r.Use(mw) }

func (g *guarded[T]) run() error {
	use(g.engine, gin.Recovery())
	return g.engine.Run()
}

func right() error { return newGuarded[int]().run() }

func pair() (*gin.Engine, error) { return gin.New(), nil } // want `this engine has no recovery middleware`

func both(e *gin.Engine, err error) error {
	if err != nil {
		return err
	}
	return e.Run()
}

func multiValue() error { return both(pair()) }
