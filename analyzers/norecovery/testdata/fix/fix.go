// Package fix has what the fix has to cope with.
package fix

import (
	web "github.com/gin-gonic/gin"

	"example.com/norecovery/facts/router"
)

func list(c *web.Context) { c.String(200, "orders") }

func plain() {
	r := web.New() // the engine // want `gin-no-recovery`
	r.GET("/orders", list)
	r.Run()
}

func late() {
	r := web.New() // want `gin-no-recovery`
	r.GET("/orders", list)
	r.Use(web.Recovery())
	r.Run()
}

func declared() {
	var r = web.New() // want `gin-no-recovery`
	r.Run()
}

type app struct{ engine *web.Engine }

func (a *app) run() {
	a.engine = web.New() // want `gin-no-recovery`
	a.engine.Run()
}

func shadowed() {
	r := web.New() // want `gin-no-recovery`
	web := ":8080"
	r.Run(web)
}

func inCase(n int) {
	switch n {
	case 1:
		r := web.New() // want `gin-no-recovery`
		r.Run()
	}
}

func nothingToCallUseOn() { web.New().Run() } // want `gin-no-recovery`

func inIf() {
	if r := web.New(); r != nil { // want `gin-no-recovery`
		r.Run()
	}
}

func fromElsewhere() {
	r := router.Empty() // want `gin-no-recovery`
	r.Run()
}
