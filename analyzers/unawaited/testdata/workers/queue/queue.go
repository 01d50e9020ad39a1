// Package queue has workers that save jobs, for services of other packages.
package queue

import (
	"context"
	"database/sql"
	"log"
	"sync"
)

// A Store keeps what has been done.
type Store interface {
	Save(ctx context.Context, job string) error
}

type table struct{ db *sql.DB }

func NewStore(db *sql.DB) Store { return &table{db} }

func (t *table) Save(ctx context.Context, job string) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO jobs VALUES ($1)", job)
	return err
}

// A Worker saves jobs.
type Worker struct {
	store Store
	jobs  chan string
	done  chan struct{}
}

func NewWorker(store Store) *Worker {
	return &Worker{store: store, jobs: make(chan string), done: make(chan struct{})}
}

func (w *Worker) Start(ctx context.Context) { go w.Run(ctx) }

// Run works until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	defer close(w.done)
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-w.jobs:
			if err := w.store.Save(ctx, job); err != nil {
				log.Print(err)
			}
		}
	}
}

// Stop returns at once.
func (w *Worker) Stop() { close(w.jobs) }

// Join returns when the last job is saved.
func (w *Worker) Join() { <-w.done }

// A Group runs functions in goroutines of their own.
type Group struct{ running sync.WaitGroup }

func (g *Group) Go(f func()) {
	g.running.Add(1)
	go func() {
		defer g.running.Done()
		f()
	}()
}

func (g *Group) Wait() { g.running.Wait() }

// A Registry starts workers together.
type Registry struct {
	workers []*Worker
	running sync.WaitGroup
}

func (r *Registry) Add(w *Worker) { r.workers = append(r.workers, w) }

func (r *Registry) Start(ctx context.Context) {
	for _, w := range r.workers {
		r.running.Add(1)
		go func() {
			defer r.running.Done()
			w.Run(ctx)
		}()
	}
}

func (r *Registry) Close() error {
	r.running.Wait()
	return nil
}
