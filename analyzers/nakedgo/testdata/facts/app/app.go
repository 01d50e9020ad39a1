// Package app learns from another package what its functions do.
package app

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/nakedgo/facts/work"
)

func handler(w http.ResponseWriter, r *http.Request) {
	names := []string{r.URL.Path}
	go work.Risky(names) // want `and 1 more in this function.*goroutine-panic`
	go work.Safe(names)
	go func() {
		defer work.Recover()
		work.Risky(names)
	}()
	go func() { work.Safe(names) }()
	go (&work.Queue{}).Push(names[0])
	go (&work.Queue{}).Note(names[0])
	work.StartSheltered(names)
	(&work.Queue{}).Forget(names[0])

	work.Start(names) // want `Start, called by the request handler handler, starts a goroutine \(facts/work/work.go:33\) that has no recover.*goroutine-panic, note`
	work.Start(names)
	work.StartSafe(names)
	work.Go(func() { work.Risky(names) })
	work.Go(func() { work.Safe(names) })
	work.GoSafe(func() { work.Risky(names) })
}

func exits(w http.ResponseWriter, r *http.Request) {
	work.Info("served")
	if r.Method == "" {
		work.Abort(errors.New("no method")) // want `Abort ends the process while a request is served: one request cuts all the others.*\(exit-in-handler\)`
	}
	if r.Method == "OPTIONS" {
		work.Must(errors.New("again")) // want `Must can end the process \(facts/work/work.go:131\) while a request is served: one request cuts all the others.*\(exit-in-handler\)`
	}
	for range 3 {
		work.Must(nil) // the same exit
	}
	work.Store()
	work.Setting("A")
	work.GoSafe(func() { work.Quit(nil) })
	work.Fatal("no") // want `Fatal ends the process .*exit-in-handler`
}

var _ = []any{handler, exits, context}

func context(c *gin.Context) {
	work.GoSafe(func() { work.Info(c.Param("id")) }) // want `gin-context-in-goroutine`
	cc := c.Copy()
	work.GoSafe(func() { work.Info(cc.Param("id")) })
}
