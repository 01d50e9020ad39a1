// A service that closes what its handlers use too early, in several ways.
package main

import (
	"context"
	"errors"
	"expvar"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"example.com/closeorder/spread/store"
	"example.com/closeorder/spread/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	users, err := store.Open(os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	switch os.Getenv("WAY") {
	case "aside":
		err = aside(ctx, users)
	case "group":
		err = group(ctx, users)
	case "deferred":
		err = deferred(ctx, users)
	case "right":
		err = right(ctx, users)
	case "waits":
		err = waits(ctx, users)
	case "both":
		err = (&app{users, web.New(nil)}).run(ctx)
	default:
		undrained(users, http.FileServer(http.Dir("api")))
	case "metrics":
		metrics(users)
	}
	if err != nil {
		log.Print(err)
	}
}

// grace is what a drain may take.
func grace() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 10*time.Second)
}

func aside(ctx context.Context, users *store.Users) error {
	srv := web.New(nil)
	go func() {
		<-ctx.Done()
		limit, cancel := grace()
		defer cancel()
		if err := srv.Stop(limit); err != nil {
			log.Print(err)
		}
	}()
	err := srv.Run()
	return errors.Join(err, users.Close()) // want `users.Close runs while srv.Stop drains the server, for which nobody waits`
}

func group(ctx context.Context, users *store.Users) error {
	defer users.Close() // want `users.Close runs while srv.Stop drains the server`
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		srv := web.New(nil)
		go func() {
			<-gctx.Done()
			limit, cancel := grace()
			defer cancel()
			_ = srv.Stop(limit)
		}()
		return srv.Run()
	})
	return g.Wait()
}

func deferred(ctx context.Context, users *store.Users) error {
	srv := web.New(nil)
	go srv.Run()
	limit, cancel := grace()
	defer cancel()
	defer srv.Stop(limit)
	defer users.Close() // want `users.Close runs before srv.Stop has drained the server`
	<-ctx.Done()
	return nil
}

type app struct {
	users *store.Users
	srv   *web.Server
}

func (a *app) run(ctx context.Context) error {
	go a.srv.Run()
	<-ctx.Done()
	a.close() // want `a.close runs before a.stop has drained the server`
	return a.stop()
}

func (a *app) close() { _ = a.users.Close() }

func (a *app) stop() error {
	limit, cancel := grace()
	defer cancel()
	return a.srv.Stop(limit)
}

func undrained(users *store.Users, api http.Handler) {
	go http.ListenAndServe(":8080", api)
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	_ = users.Close() // want `users.Close runs while the server still serves, which nothing stops`
	os.Exit(0)
}

func right(ctx context.Context, users *store.Users) error {
	defer users.Close()
	srv := web.New(nil)
	go srv.Run()
	<-ctx.Done()
	limit, cancel := grace()
	defer cancel()
	return srv.Stop(limit)
}

func waits(ctx context.Context, users *store.Users) error {
	srv := web.New(nil)
	drained := make(chan error, 1)
	go func() {
		<-ctx.Done()
		limit, cancel := grace()
		defer cancel()
		drained <- srv.Stop(limit)
	}()
	err := srv.Run()
	return errors.Join(err, <-drained, users.Close())
}

// metrics are all that is still asked for.
func metrics(users *store.Users) {
	mux := http.NewServeMux()
	mux.Handle("/debug/vars", expvar.Handler())
	go http.ListenAndServe(":8081", mux)
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, syscall.SIGTERM)
	<-sigs
	_ = users.Close()
	os.Exit(0)
}
