package right

import (
	"context"
	"database/sql"
	"log"
	"sync"
	"time"
)

func waitsForWorker(ctx context.Context, jobs chan string) error {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for job := range jobs {
			insert(db, job)
		}
	}()
	<-ctx.Done()
	close(jobs)
	<-done
	return nil
}

func waitsForGroup(ctx context.Context, jobs chan string) {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return
	}
	defer db.Close()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for job := range jobs {
			insert(db, job)
		}
	}()
	<-ctx.Done()
	close(jobs)
	wg.Wait()
}

func refreshes(ctx context.Context) {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return
	}
	defer db.Close()
	tick := time.NewTicker(time.Minute)
	go func() {
		for range tick.C {
			insert(db, "tick")
		}
	}()
	<-ctx.Done()
}

func usesSomethingElse(ctx context.Context, jobs <-chan string) {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return
	}
	defer db.Close()
	go func() {
		for job := range jobs {
			log.Print(job)
		}
	}()
	<-ctx.Done()
}

type indexer struct {
	db   *sql.DB
	jobs chan string
	done chan struct{}
}

func (x *indexer) run() {
	for job := range x.jobs {
		insert(x.db, job)
	}
	x.finish()
}

func (x *indexer) finish() { close(x.done) }

func (x *indexer) index() {
	for job := range x.jobs {
		insert(x.db, job)
	}
}

func (x *indexer) Stop() {
	close(x.jobs)
	<-x.done
}

func stopsIt(ctx context.Context, db *sql.DB) {
	defer db.Close()
	x := &indexer{db: db, jobs: make(chan string), done: make(chan struct{})}
	go x.index()
	defer x.Stop()
	<-ctx.Done()
}

func helperWaits(ctx context.Context, db *sql.DB) {
	defer db.Close()
	x := &indexer{db: db, jobs: make(chan string), done: make(chan struct{})}
	go x.run()
	<-ctx.Done()
	leave(x)
}

func leave(x *indexer) {
	close(x.jobs)
	<-x.done
}

func givesTime(ctx context.Context, db *sql.DB, jobs <-chan string) {
	defer db.Close()
	go func() {
		for job := range jobs {
			insert(db, job)
		}
	}()
	<-ctx.Done()
	time.Sleep(5 * time.Second)
}

type own struct {
	db   *sql.DB
	jobs chan string
	done chan struct{}
}

// Close waits for what it has started.
func (o *own) Close() error {
	close(o.jobs)
	<-o.done
	return o.db.Close()
}

func (o *own) loop() {
	defer close(o.done)
	for job := range o.jobs {
		insert(o.db, job)
	}
}

func closesItself(ctx context.Context, db *sql.DB) {
	o := &own{db: db, jobs: make(chan string), done: make(chan struct{})}
	defer o.Close()
	go o.loop()
	<-ctx.Done()
}

func anotherDatabase(ctx context.Context, dsn string, jobs <-chan string) {
	first, err := sql.Open("postgres", dsn)
	if err != nil {
		return
	}
	defer first.Close()
	second, err := sql.Open("postgres", dsn)
	if err != nil {
		return
	}
	insert(first, "start")
	go func() {
		for job := range jobs {
			insert(second, job)
		}
	}()
	<-ctx.Done()
}

func insert(db *sql.DB, job string) { db.Exec("INSERT INTO jobs VALUES ($1)", job) }
