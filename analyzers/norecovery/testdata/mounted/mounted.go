// Package mounted has engines behind other handlers.
package mounted

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func list(c *gin.Context) { c.String(http.StatusOK, "orders") }

func behindEngineThatRecovers() {
	inner := gin.New()
	inner.GET("/orders", list)
	outer := gin.Default()
	outer.NoRoute(gin.WrapH(inner))
	outer.Run()
}

func behindEngineWithOwnRecovery() {
	inner := gin.New()
	inner.GET("/orders", list)
	outer := gin.New()
	outer.Use(gin.Recovery())
	outer.Any("/api/*any", gin.WrapH(inner))
	outer.Run()
}

func behindBareEngine() {
	inner := gin.New()
	inner.GET("/orders", list)
	outer := gin.New() // want `outer has no recovery middleware`
	outer.NoRoute(gin.WrapH(inner))
	outer.Run()
}

func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				http.Error(w, "internal error", http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func behindWrapper() {
	r := gin.New()
	r.GET("/orders", list)
	http.ListenAndServe(":8080", recovering(r))
}

func behindWrapperInServer() {
	r := gin.New()
	r.GET("/orders", list)
	srv := http.Server{Addr: ":8080", Handler: recovering(r)}
	srv.ListenAndServe()
}

func behindStandardWrapper() {
	r := gin.New() // want `r has no recovery middleware`
	r.GET("/orders", list)
	http.ListenAndServe(":8080", http.MaxBytesHandler(r, 1<<20))
}

func handledByHand() {
	inner := gin.New()
	inner.GET("/orders", list)
	outer := gin.Default()
	outer.NoRoute(func(c *gin.Context) { inner.HandleContext(c) }, func(c *gin.Context) { inner.ServeHTTP(c.Writer, c.Request) })
	outer.Run()
}
