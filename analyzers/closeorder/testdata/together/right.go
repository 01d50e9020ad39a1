package together

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"net/http"

	"golang.org/x/sync/errgroup"
)

func waitsForTheDrain(ctx, grace context.Context, srv *http.Server, db *sql.DB) {
	drained, closed := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(closed)
		<-ctx.Done()
		<-drained
		db.Close()
	}()
	<-ctx.Done()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close()
	}
	close(drained)
	<-closed
}

func waitsForSomethingElse(ctx, hard, grace context.Context, srv *http.Server, db *sql.DB) {
	go func() {
		<-hard.Done()
		db.Close()
	}()
	<-ctx.Done()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close()
	}
}

func groupFirst(ctx, grace context.Context, srv *http.Server, db *sql.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return errors.Join(srv.Shutdown(grace), db.Close())
	})
	return g.Wait()
}

func afterTheGroup(ctx, grace context.Context, srv *http.Server, db *sql.DB) error {
	g, gctx := errgroup.WithContext(ctx)
	g.Go(srv.ListenAndServe)
	g.Go(func() error {
		<-gctx.Done()
		return srv.Shutdown(grace)
	})
	return errors.Join(g.Wait(), db.Close())
}

func closedByForce(grace context.Context, srv *http.Server, db *sql.DB) {
	if err := srv.Shutdown(grace); err != nil {
		log.Print(errors.Join(err, srv.Close()))
		db.Close()
		return
	}
	db.Close()
}

func afterwards(grace context.Context, srv *http.Server, db *sql.DB) {
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
	}
	db.Close()
}

func closesJobsAfterwards(grace context.Context, srv *http.Server, i *intake) {
	close(i.private) // no handler sends on it
	if err := srv.Shutdown(grace); err != nil {
		log.Print(err)
	}
	close(i.jobs)
}
