// Kept has the context in a field, awaited in one method and used in others.
package main

import (
	"context"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

type app struct {
	ctx  context.Context
	http http.Server
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	a := &app{ctx: ctx, http: http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}}
	go a.serve()
	if a.wait() {
		a.close()
	} else {
		a.closeInTime()
	}
}

func (a *app) serve() {
	if err := a.http.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}

func (a *app) wait() bool {
	<-a.ctx.Done()
	return len(a.http.Addr) > 0
}

func (a *app) close() {
	if err := a.http.Shutdown(a.ctx); err != nil { // want `a.http.Shutdown does not wait for requests in flight: the context that it is given is already done here`
		log.Print(err)
	}
}

func (a *app) closeInTime() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), 10*time.Second)
	defer cancel()
	if err := a.http.Shutdown(ctx); err != nil {
		log.Print(err)
	}
}
