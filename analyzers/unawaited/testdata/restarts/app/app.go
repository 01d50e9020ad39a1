// Package app has a service that can be started again.
package app

import (
	"context"
	"errors"
	"net/http"
	"os"
	"sync"
)

// ErrReload says that the service wants to be started again.
var ErrReload = errors.New("reload")

// An App serves.
type App struct {
	mu      sync.Mutex
	srv     *http.Server
	failed  chan error
	serving sync.WaitGroup
}

// Start serves until something goes wrong. What has been started when that fails is stopped.
func (a *App) Start() error {
	a.failed = make(chan error, 1)
	if err := a.start(); err != nil {
		a.Stop()
		return err
	}
	return <-a.failed
}

func (a *App) start() error {
	a.srv = new(http.Server)
	a.serving.Go(func() {
		if err := a.srv.ListenAndServe(); err != http.ErrServerClosed {
			a.failed <- err
		}
	})
	if _, err := os.Stat("config"); err != nil {
		return err
	}
	return nil
}

// Stop drains.
func (a *App) Stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.srv != nil {
		_ = a.srv.Shutdown(context.Background())
		a.srv = nil
	}
	a.serving.Wait()
}
