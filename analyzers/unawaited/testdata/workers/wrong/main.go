// Wrong closes the database under workers of another package.
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
	w.Start(ctx) // want `nobody waits for the goroutine that w\.Start starts: db\.Close runs on the way out while it may be at work with that.*\(worker-not-awaited, note\)`
	<-ctx.Done()
	w.Stop()
}

type app struct {
	db      *sql.DB
	worker  *queue.Worker
	workers queue.Registry
	srv     http.Server
}

func (a *app) run(ctx context.Context) error {
	a.worker = queue.NewWorker(queue.NewStore(a.db))
	a.worker.Start(ctx) // want `a\.db\.Close runs on the way out while it may be at work`
	a.workers.Add(queue.NewWorker(queue.NewStore(a.db)))
	a.workers.Start(ctx) // want `nobody waits for the goroutine that a\.workers\.Start starts`
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
	a.worker.Stop()
	if err := a.db.Close(); err != nil {
		log.Print(err)
	}
}

func grouped(ctx context.Context) {
	db := open()
	defer db.Close()
	w := queue.NewWorker(queue.NewStore(db))
	var g, other queue.Group
	g.Go(func() { w.Run(ctx) }) // want `nobody waits for the goroutine that g\.Go starts`
	other.Go(func() { log.Print("started") })
	<-ctx.Done()
}

var command = &cobra.Command{
	Use: "work",
	RunE: func(cmd *cobra.Command, args []string) error {
		ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGTERM)
		defer stop()
		db := open()
		defer db.Close()
		w := queue.NewWorker(queue.NewStore(db))
		go w.Run(ctx) // want `nobody waits for this goroutine: db\.Close`
		<-ctx.Done()
		return nil
	},
}
