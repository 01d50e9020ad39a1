// A service whose goroutine stops a server of another package.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/unawaited/spread/web"
)

// shut is replaced in tests.
var shut = func(ctx context.Context, s *web.Server) error { return s.Stop(ctx) }

// A stopper stops something.
type stopper interface{ Stop(context.Context) error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	s := web.New()
	switch os.Getenv("WAY") {
	case "value":
		go func() {
			<-ctx.Done()
			if err := shut(limit, s); err != nil { // want `nobody waits for shut: main returns as soon as s.Run does`
				log.Print(err)
			}
		}()
		log.Print(s.Run())
	case "interface":
		var it stopper = s
		go func() {
			<-ctx.Done()
			_ = it.Stop(limit) // want `nobody waits for it.Stop: main returns as soon as s.Run does`
		}()
		log.Print(s.Run())
	case "told":
		go func() {
			<-ctx.Done()
			_ = s.StopAndTell(limit)
		}()
		log.Print(s.Run())
		s.Wait()
	case "signal":
		go s.Run()
		go func() {
			<-ctx.Done()
			_ = s.Stop(limit) // want `nobody waits for s.Stop: main goes on while it drains`
		}()
		<-ctx.Done()
	default:
		go s.Run()
		<-ctx.Done()
		_ = s.Stop(limit)
	}
}
