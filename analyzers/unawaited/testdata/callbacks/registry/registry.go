// Package registry calls on SIGTERM what was registered.
package registry

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// A Callback has something to do when the program stops.
type Callback interface{ OnStop() }

// A Func is a function as a Callback.
type Func func()

func (f Func) OnStop() { f() }

// A Registry keeps callbacks for the goroutine that Start starts.
type Registry struct {
	callbacks []Callback
	hooks     []func()
	atExit    []func()
	done      chan struct{}
}

func New() *Registry { return &Registry{done: make(chan struct{})} }

// Default is there for everybody.
var Default = New()

// Add registers a callback.
func (r *Registry) Add(c Callback) { r.callbacks = append(r.callbacks, c) }

// Hook registers a function.
func (r *Registry) Hook(f func()) { r.hooks = append(r.hooks, f) }

// AtExit registers a function for Exit.
func (r *Registry) AtExit(f func()) { r.atExit = append(r.atExit, f) }

// Start waits for the signal in a goroutine.
func (r *Registry) Start() {
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGTERM)
		<-c
		r.stop()
	}()
}

func (r *Registry) stop() {
	defer close(r.done)
	var wg sync.WaitGroup
	for _, c := range r.callbacks {
		wg.Add(1)
		go func(c Callback) {
			defer wg.Done()
			c.OnStop()
		}(c)
	}
	for _, f := range r.hooks {
		f()
	}
	wg.Wait()
}

// Hold returns when all callbacks have.
func (r *Registry) Hold() { <-r.done }

// Exit calls what AtExit has registered.
func (r *Registry) Exit() {
	for _, f := range r.atExit {
		f()
	}
}
