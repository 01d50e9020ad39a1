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

func insert(db *sql.DB, job string) { db.Exec("INSERT INTO jobs VALUES ($1)", job) }
