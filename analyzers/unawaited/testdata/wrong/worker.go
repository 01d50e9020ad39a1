package wrong

import (
	"bufio"
	"context"
	"database/sql"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/segmentio/kafka-go"
)

func savesJobs(ctx context.Context, jobs <-chan string) error {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	go func() { // want `nobody waits for this goroutine: db\.Close runs on the way out while it may be at work with that, and what it has in hand is lost.*\(worker-not-awaited, note\)`
		for job := range jobs {
			if _, err := db.Exec("INSERT INTO jobs VALUES ($1)", job); err != nil {
				log.Print(err)
			}
		}
	}()
	<-ctx.Done()
	return nil
}

func writesLines(lines <-chan string) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	w := bufio.NewWriter(os.Stdout)
	defer func() {
		if err := w.Flush(); err != nil {
			log.Print(err)
		}
	}()
	go writeAll(lines, w) // want `worker-not-awaited`
	<-stop
}

func writeAll(lines <-chan string, w *bufio.Writer) {
	for {
		line, ok := <-lines
		if !ok {
			return
		}
		w.WriteString(line)
	}
}

type indexer struct {
	db   *sql.DB
	jobs <-chan string
}

func newIndexer(db *sql.DB, jobs <-chan string) *indexer { return &indexer{db: db, jobs: jobs} }

func (x *indexer) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-x.jobs:
			x.save(job)
		}
	}
}

func (x *indexer) save(job string) {
	if _, err := x.db.Exec("INSERT INTO jobs VALUES ($1)", job); err != nil {
		log.Print(err)
	}
}

func methodOfAStruct(ctx context.Context, db *sql.DB, jobs <-chan string) {
	defer db.Close()
	x := newIndexer(db, jobs)
	go x.run(ctx) // want `db\.Close runs on the way out while it may be at work`
	awaitSignal()
}

func awaitSignal() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	<-stop
}

type shop struct {
	db   *sql.DB
	jobs chan string
}

func (a *shop) run(ctx context.Context) {
	a.start()
	<-ctx.Done()
	log.Print("leaving")
	if err := a.db.Close(); err != nil {
		log.Print(err)
	}
}

func (a *shop) start() {
	for range 3 {
		go a.work() // want `a\.db\.Close runs on the way out`
	}
}

func (a *shop) work() {
	for job := range a.jobs {
		a.db.Exec("INSERT INTO jobs VALUES ($1)", job)
	}
}

func consumes(ctx context.Context, reader *kafka.Reader) error {
	db, err := sql.Open("postgres", "")
	if err != nil {
		return err
	}
	defer db.Close()
	go func() { // want `worker-not-awaited`
		for {
			m, err := reader.FetchMessage(ctx)
			if err != nil {
				return
			}
			db.Exec("INSERT INTO messages VALUES ($1)", m.Value)
		}
	}()
	<-ctx.Done()
	return nil
}

type own struct {
	db   *sql.DB
	jobs chan string
}

func (o *own) Close() error { return o.db.Close() }

func (o *own) loop() {
	for job := range o.jobs {
		if _, err := o.db.Exec("INSERT INTO jobs VALUES ($1)", job); err != nil {
			log.Print(err)
		}
	}
}

func closesItself(ctx context.Context, db *sql.DB) {
	o := &own{db: db, jobs: make(chan string)}
	defer o.Close()
	go o.loop() // want `o\.db\.Close runs on the way out`
	<-ctx.Done()
}
