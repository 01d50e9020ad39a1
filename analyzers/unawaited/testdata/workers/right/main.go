// Right waits for workers of another package before it closes the database.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"example.com/unawaited/workers/queue"
)

func open() *sql.DB {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	return db
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	db := open()
	defer db.Close()
	w := queue.NewWorker(queue.NewStore(db))
	w.Start(ctx)
	<-ctx.Done()
	w.Join()
}

type app struct {
	db      *sql.DB
	worker  *queue.Worker
	workers queue.Registry
	srv     http.Server
}

func (a *app) run(ctx context.Context) error {
	a.worker = queue.NewWorker(queue.NewStore(a.db))
	a.worker.Start(ctx)
	a.workers.Add(queue.NewWorker(queue.NewStore(a.db)))
	a.workers.Start(ctx)
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10)
		defer cancel()
		if err := a.srv.Shutdown(grace); err != nil {
			log.Print(err)
		}
	}()
	err := a.srv.ListenAndServe()
	<-drained
	a.close()
	return err
}

func (a *app) close() {
	a.worker.Join()
	if err := a.workers.Close(); err != nil {
		log.Print(err)
	}
	if err := a.db.Close(); err != nil {
		log.Print(err)
	}
}

func grouped(ctx context.Context) {
	db := open()
	defer db.Close()
	w := queue.NewWorker(queue.NewStore(db))
	var g queue.Group
	defer g.Wait()
	g.Go(func() { w.Run(ctx) })
	<-ctx.Done()
}

var command = &cobra.Command{
	Use: "work",
	RunE: func(cmd *cobra.Command, args []string) error {
		ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGTERM)
		defer stop()
		db := open()
		w := queue.NewWorker(queue.NewStore(db))
		go w.Run(ctx)
		<-ctx.Done()
		w.Join()
		return db.Close()
	},
}

// served is the worker of what serves: its jobs come from requests, and it is awaited before anything else ends.
func served(ctx context.Context, srv *http.Server) error {
	db := open()
	defer db.Close()
	w := queue.NewWorker(queue.NewStore(db))
	defer w.Join()
	defer w.Stop()
	w.Start(ctx)
	return srv.ListenAndServe()
}
