// Package clients stops what works for others, and is no server, with contexts that have ended.
package clients

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

func deferred(srv *http.Server) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	client, err := mongo.Connect(ctx, options.Client())
	if err != nil {
		return err
	}
	defer client.Disconnect(ctx) // want `client.Disconnect does not wait for what is still at work: ctx is already done here.*\(shutdown-cancelled-ctx, note\)`
	go srv.ListenAndServe()
	<-ctx.Done()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return srv.Shutdown(grace)
}

// The deadline was for the connecting.
func connecting(signals chan os.Signal) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	client, err := mongo.Connect(ctx, options.Client())
	if err != nil {
		return err
	}
	defer func() {
		if err := client.Disconnect(ctx); err != nil { // want `client.Disconnect has no time left for what is still at work: the deadline of ctx was set before the signal was awaited`
			panic(err)
		}
	}()
	signal.Notify(signals, syscall.SIGTERM)
	<-signals
	return nil
}

type store struct{ client *mongo.Client }

func (s *store) close(ctx context.Context) error { return s.client.Disconnect(ctx) }

func through(ctx context.Context, s *store) error {
	<-ctx.Done()
	return s.close(ctx) // want `s.close does not wait for what is still at work`
}

// A command has done its work by then.
func command(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	client, err := mongo.Connect(ctx, options.Client())
	if err != nil {
		return err
	}
	defer client.Disconnect(ctx)
	return client.Ping(ctx, nil)
}

func fresh(ctx context.Context, client *mongo.Client) error {
	defer client.Disconnect(context.Background())
	<-ctx.Done()
	return nil
}

func ownTime(ctx context.Context, s *store) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return s.close(ctx)
}
