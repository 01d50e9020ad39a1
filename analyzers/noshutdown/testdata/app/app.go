// The command app uses the servers of another package.
package main

import (
	"context"

	"example.com/noshutdown/lib"
)

func main() {
	neverStopped()
	stopped()
	bareNeverStopped()
	bareStopped()
	throughInterface()
	_ = lib.NewEndless(nil).Start() // its own package says it
	held()
	group()
}

func neverStopped() {
	s := lib.New(nil)
	_ = s.Start() // want `no Shutdown of this server can be reached.*\(serve-no-shutdown\)`
}

func stopped() {
	s := lib.New(nil)
	go s.Start()
	_ = s.Stop(context.Background())
}

func bareNeverStopped() {
	srv := lib.Bare()
	_ = lib.Serve(srv) // want `serve-no-shutdown`
}

func bareStopped() {
	srv := lib.Bare()
	go lib.Serve(srv)
	lib.Drain(context.Background(), srv)
}

type component interface {
	Start() error
	Stop(context.Context) error
}

func throughInterface() {
	var c component = lib.New(nil)
	go c.Start()
	_ = c.Stop(context.Background())
}

type application struct{ web *lib.Server }

func (a *application) run() { go a.web.Start() }

func (a *application) shutdown() { _ = a.web.Stop(context.Background()) }

func held() {
	a := &application{web: lib.New(nil)}
	a.run()
	a.shutdown()
}

func group() {
	var all []component
	all = append(all, lib.New(nil), lib.New(nil))
	for _, c := range all {
		go c.Start()
	}
	for _, c := range all {
		_ = c.Stop(context.Background())
	}
}
