// Served waits for the group in which its server serves, which goes on until that has drained; others of the group end at once.
package main

import (
	"context"
	"log"
	"net"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return ping(ctx) })
	g.Go(func() error { return serve(ctx) })
	if err := g.Wait(); err != nil {
		log.Print(err)
	}
}

func ping(ctx context.Context) error {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			log.Print("ping")
		}
	}
}

func serve(ctx context.Context) error {
	l, err := net.Listen("tcp", ":8080")
	if err != nil {
		return err
	}
	srv := grpc.NewServer()
	go func() {
		<-ctx.Done()
		defer context.AfterFunc(ctx, srv.Stop)()
		srv.GracefulStop()
	}()
	return srv.Serve(l)
}
