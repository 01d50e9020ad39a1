// Package together closes what handlers use while the server drains, or where the drain has failed.
package together

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os"

	"golang.org/x/sync/errgroup"
)

func goroutines(ctx, grace context.Context, srv *http.Server, db *sql.DB) {
	go func() {
		<-ctx.Done()
		db.Close() // want `db.Close runs while srv.Shutdown drains the server, for both begin when the same context ends: requests in flight fail on it.*\(close-order\)`
	}()
	<-ctx.Done()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close()
	}
}

func afterFunc(ctx, grace context.Context, srv *http.Server, db *sql.DB) {
	context.AfterFunc(ctx, func() {
		if err := db.Close(); err != nil { // want `db.Close runs while srv.Shutdown drains the server`
			log.Print(err)
		}
	})
	<-ctx.Done()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close()
	}
}

func actors(ctx, grace context.Context, srv *http.Server, db *sql.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return db.Close() // want `db.Close runs while srv.Shutdown drains the server`
	})
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(grace)
	})
	return g.Wait()
}

func failed(grace context.Context, srv *http.Server, db *sql.DB) {
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
		db.Close() // want `db.Close runs where srv.Shutdown has failed, and the requests that are still running fail on it; close the server first.*\(close-order, note\)`
		os.Exit(1)
	}
	db.Close()
}

func failedLater(grace context.Context, srv *http.Server, db *sql.DB) {
	err := srv.Shutdown(grace)
	if err != nil && db != nil {
		_ = db.Close() // want `db.Close runs where srv.Shutdown has failed`
	}
}

type job struct{ id string }

type intake struct {
	jobs    chan job
	private chan job
}

func (i *intake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.enqueue(job{r.URL.Path})
	w.WriteHeader(http.StatusAccepted)
}

func (i *intake) enqueue(j job) { i.jobs <- j }

func closesJobs(grace context.Context, srv *http.Server, i *intake) {
	close(i.jobs) // want `close\(i.jobs\) runs before srv.Shutdown has drained the server: a request in flight that sends on it panics`
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
	}
}
