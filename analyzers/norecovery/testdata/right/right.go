// Package right has engines that recover, or of which nobody can tell.
package right

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/gin-gonic/gin"
)

func list(c *gin.Context) { c.String(http.StatusOK, "orders") }

func byDefault() {
	r := gin.Default()
	r.GET("/orders", list)
	r.Run()
}

func explicit() {
	r := gin.New()
	r.Use(gin.Logger(), gin.Recovery())
	r.GET("/orders", list)
	r.Run()
}

func otherKinds(kind int) {
	r := gin.New()
	switch kind {
	case 0:
		r.Use(gin.CustomRecovery(func(c *gin.Context, v any) { c.AbortWithStatus(http.StatusInternalServerError) }))
	case 1:
		r.Use(gin.RecoveryWithWriter(os.Stderr))
	default:
		r.Use(gin.CustomRecoveryWithWriter(os.Stderr, nil))
	}
	r.GET("/orders", list)
	r.Run()
}

func guard() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			if v := recover(); v != nil {
				c.AbortWithStatus(http.StatusInternalServerError)
			}
		}()
		c.Next()
	}
}

func catch(c *gin.Context) {
	defer func(c *gin.Context) {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v) // net/http wants to see this one
		}
		c.AbortWithStatus(http.StatusInternalServerError)
	}(c)
	c.Next()
}

func rescue(c *gin.Context) {
	if v := recover(); v != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
	}
}

func viaNamedFunction(c *gin.Context) {
	defer rescue(c)
	c.Next()
}

func viaInnerFunction(c *gin.Context) {
	err := func() (err error) {
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("panic: %v", v)
			}
		}()
		c.Next()
		return nil
	}()
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
	}
}

func safely(f func()) {
	defer func() { _ = recover() }()
	f()
}

func viaHelper(c *gin.Context) { safely(func() { c.Next() }) }

func wrapped() gin.HandlerFunc {
	recovery := gin.Recovery()
	return func(c *gin.Context) { recovery(c) }
}

func own(which int) {
	r := gin.New()
	switch which {
	case 0:
		r.Use(guard())
	case 1:
		r.Use(catch)
	case 2:
		r.Use(viaNamedFunction)
	}
	r.GET("/orders", list)
	r.Run()
}

func named()   { r := gin.New(); r.Use(viaNamedFunction); r.GET("/orders", list); r.Run() }
func rethrow() { r := gin.New(); r.Use(catch); r.GET("/orders", list); r.Run() }
func inner()   { r := gin.New(); r.Use(viaInnerFunction); r.GET("/orders", list); r.Run() }
func helper()  { r := gin.New(); r.Use(viaHelper); r.GET("/orders", list); r.Run() }
func around()  { r := gin.New(); r.Use(wrapped()); r.GET("/orders", list); r.Run() }

func only(mw gin.HandlerFunc) gin.HandlerFunc { return func(c *gin.Context) { mw(c) } }

func passedOn() { r := gin.New(); r.Use(only(gin.Recovery())); r.GET("/orders", list); r.Run() }

func converted() {
	r := gin.New()
	r.Use(gin.HandlerFunc(catch))
	r.GET("/orders", list)
	r.Run()
}

func literal() {
	r := gin.New()
	r.Use(func(c *gin.Context) {
		defer func() { _ = recover() }()
		c.Next()
	})
	r.GET("/orders", list)
	r.Run()
}

type middleware struct{ log *log.Logger }

func (m *middleware) recover(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			m.log.Print(v)
		}
	}()
	c.Next()
}

func methodOfOwn(m *middleware) {
	r := gin.New()
	r.Use(m.recover)
	r.GET("/orders", list)
	r.Run()
}

func install(r *gin.Engine) { r.Use(gin.Logger(), guard()) }

func inHelper() {
	r := gin.New()
	install(r)
	r.GET("/orders", list)
	r.Run()
}

func lists(debug bool) {
	r := gin.New()
	mws := []gin.HandlerFunc{gin.Recovery()}
	if debug {
		mws = append(mws, gin.Logger())
	}
	r.Use(mws...)
	r.GET("/orders", list)
	r.Run()
}

func appended(debug bool) {
	r := gin.New()
	var mws []gin.HandlerFunc
	if debug {
		mws = append(mws, gin.Logger())
	}
	mws = append(mws, gin.Recovery())
	for _, mw := range mws {
		r.Use(mw)
	}
	r.GET("/orders", list)
	r.Run()
}

var byName = map[string]gin.HandlerFunc{"log": gin.Logger(), "recovery": gin.Recovery()}

func chosenByConfiguration(names []string) {
	r := gin.New()
	for _, name := range names {
		if mw, ok := byName[name]; ok {
			r.Use(mw)
		}
	}
	r.GET("/orders", list)
	r.Run()
}

func chain() []gin.HandlerFunc { return []gin.HandlerFunc{gin.Logger(), gin.Recovery()} }

func chainFromFunction() {
	r := gin.New()
	r.Use(chain()...)
	r.GET("/orders", list)
	r.Run()
}

func newEngine(mws ...gin.HandlerFunc) *gin.Engine {
	e := gin.New()
	e.Use(mws...)
	return e
}

func throughParameter() {
	r := newEngine(gin.Logger(), gin.Recovery())
	r.GET("/orders", list)
	r.Run()
}

func withRecovery() gin.OptionFunc {
	return func(e *gin.Engine) { e.Use(gin.Recovery()) }
}

func options() {
	r := gin.New(withRecovery())
	r.GET("/orders", list)
	r.Run()
}

func with() {
	r := gin.New().With(func(e *gin.Engine) { e.Use(gin.Recovery()) })
	r.GET("/orders", list)
	r.Run()
}

func groupOfEngine() {
	r := gin.New()
	guardGroup(&r.RouterGroup)
	r.GET("/orders", list)
	r.Run()
}

func guardGroup(g *gin.RouterGroup) { g.Use(gin.Recovery()) }

func listItself() {
	r := gin.New()
	r.Handlers = chain()
	r.GET("/orders", list)
	r.Run()
}

type server struct{ *gin.Engine }

func embedded() {
	s := server{gin.New()}
	s.Use(gin.Recovery())
	s.GET("/orders", list)
	s.Run()
}

type app struct {
	engine *gin.Engine
	mws    []gin.HandlerFunc
}

func newApp() *app { return &app{engine: gin.New(), mws: []gin.HandlerFunc{gin.Recovery()}} }

func (a *app) run() error {
	a.engine.Use(a.mws...)
	a.engine.GET("/orders", list)
	return http.ListenAndServe(":8080", a.engine)
}

func fields() { log.Fatal(newApp().run()) }

type plugin interface{ Setup(e *gin.Engine) }

func unknownHelper(p plugin) {
	r := gin.New()
	p.Setup(r)
	r.GET("/orders", list)
	r.Run()
}

func unknownMiddleware(mw gin.HandlerFunc, more func() gin.HandlerFunc) {
	r := gin.New()
	r.Use(mw, more())
	r.GET("/orders", list)
	r.Run()
}

// UnknownCaller has a middleware from importers.
func UnknownCaller(mw ...gin.HandlerFunc) {
	r := gin.New()
	r.Use(mw...)
	r.GET("/orders", list)
	r.Run()
}

// Bare is judged by those who serve it.
func Bare() *gin.Engine { return gin.New() }

// App is judged by its importers: they can reach the engine before it serves.
type App struct{ Engine *gin.Engine }

// NewApp makes an App.
func NewApp() *App { return &App{Engine: gin.New()} }

// Run serves.
func (a *App) Run() error {
	a.Engine.GET("/orders", list)
	return a.Engine.Run()
}

func onlyForRequestsOfTests() *httptest.ResponseRecorder {
	r := gin.New()
	r.GET("/orders", list)
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/orders", nil))
	return w
}

type gine struct{}

func (gine) New() *router { return new(router) }

type router struct{}

func (*router) GET(string, func()) {}
func (*router) Run() error         { return nil }

func shadowedPackage() {
	gin := gine{}
	r := gin.New()
	r.GET("/orders", func() {})
	r.Run()
}
