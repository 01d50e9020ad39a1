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

func wrappedInPlace() {
	r := gin.New()
	r.GET("/orders", list)
	var h http.Handler = r
	h = recovering(h)
	http.ListenAndServe(":8080", h)
}

type guard struct{ next http.Handler }

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if recover() != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}()
	g.next.ServeHTTP(w, r)
}

func inStruct() {
	r := gin.New()
	r.GET("/orders", list)
	var h http.Handler = r
	h = &guard{next: h}
	http.ListenAndServe(":8080", h)
}

func inFunction() {
	r := gin.New()
	r.GET("/orders", list)
	var h http.Handler = r
	next := h
	h = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { _ = recover() }()
		next.ServeHTTP(w, r)
	})
	http.ListenAndServe(":8080", h)
}

func inList(wrappers []func(http.Handler) http.Handler) {
	r := gin.New()
	r.GET("/orders", list)
	var h http.Handler = r
	for _, wrap := range wrappers {
		h = wrap(h)
	}
	http.ListenAndServe(":8080", h)
}
