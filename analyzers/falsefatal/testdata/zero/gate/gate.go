// Package gate takes the port, and leaves serving to a goroutine.
package gate

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"
)

type Gate struct{ srv *http.Server }

func New(h http.Handler) *Gate {
	return &Gate{&http.Server{Handler: h, ReadHeaderTimeout: time.Second}}
}

func (g *Gate) Start(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("gate: %w", err)
	}
	go func() {
		if err := g.srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	return nil
}

func (g *Gate) Stop(ctx context.Context) error { return g.srv.Shutdown(ctx) }
