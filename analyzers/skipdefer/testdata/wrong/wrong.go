// Package main skips deferred calls that matter.
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"log"
	"net/http"
	"os"
	"runtime/pprof"

	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
	"github.com/segmentio/kafka-go"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		log.Fatalf("ping: %v", err) // want `log\.Fatalf ends the process and db\.Close never runs: what it would have closed ends with the process, unannounced.*\(exit-skips-defer, note\)`
	}
	log.Fatal(http.ListenAndServe(":8080", nil))
}

func reportWithBuffer(lines []string) {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for _, line := range lines {
		if _, err := w.WriteString(line); err != nil {
			os.Exit(1) // want `os\.Exit ends the process .* w\.Flush never runs`
		}
	}
}

// buffer is what is pending beside a pool.
func buffer(db *sql.DB, f *os.File) {
	defer db.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	defer f.Close()
	must(work(".")) // want `must can end the process \(through log\.Fatal, wrong/wrong\.go:109\) .* w\.Flush never runs: what it would have written, closed or removed is left as it is.*\(exit-skips-defer\)`
}

func published(nc *nats.Conn, own *pool) {
	defer own.Shutdown()
	if err := work("."); err != nil {
		log.Fatal(err) // want `own\.Shutdown never runs: what it would have closed ends with the process, unannounced.*\(exit-skips-defer, note\)`
	}
	defer nc.Close()
	if err := work("."); err != nil {
		log.Fatal(err) // want `nc\.Close never runs.*\(exit-skips-defer\)`
	}
}

type pool struct {
	db  *sql.DB
	rdb *redis.Client
}

// Shutdown only closes connections.
func (p *pool) Shutdown() {
	p.db.Close()
	p.rdb.Close()
}

func consumed(c interface{ Close() error }, group *kafka.ConsumerGroup, r *redis.Client) {
	defer group.Close()
	defer r.Close()
	if err := work("."); err != nil {
		log.Fatal(err) // want `group\.Close never runs.*\(exit-skips-defer\)`
	}
	defer c.Close()
	if err := work("."); err != nil {
		log.Fatal(err) // want `c\.Close never runs.*\(exit-skips-defer\)`
	}
}

func temporaryFolder() {
	dir, err := os.MkdirTemp("", "work")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := work(dir); err != nil {
		log.Fatal(err) // want `os\.RemoveAll never runs`
	}
}

func profile() {
	f, err := os.Create("cpu")
	if err != nil {
		log.Fatal(err)
	}
	must(pprof.StartCPUProfile(f))
	defer pprof.StopCPUProfile()
	must(work(".")) // want `must can end the process .* pprof\.StopCPUProfile never runs`
}

// must ends the process if there is an error.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func compressed(f *os.File) {
	z := gzip.NewWriter(f)
	defer func() {
		if err := z.Close(); err != nil {
			log.Fatal(err) // inside the deferred function
		}
	}()
	if err := work("."); err != nil {
		die("cannot work: %v", err) // want `die ends the process .* z\.Close never runs`
	}
}

func die(format string, args ...any) { report(fatal, format, args...) }

func note(format string, args ...any) { report(info, format, args...) }

const (
	info = iota
	fatal
)

// report ends the process at one level only.
func report(level int, format string, args ...any) {
	log.Printf(format, args...)
	if level == fatal {
		os.Exit(1)
	}
}

func deepInside(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for range 3 {
		load() // want `load can end the process .* tx\.Rollback never runs`
	}
	return tx.Commit()
}

func load() []byte {
	data, err := os.ReadFile("config")
	if err != nil {
		log.Fatal(err)
	}
	return data
}

func returnedCleanup() {
	dir, cleanup := workspace()
	defer cleanup()
	if err := work(dir); err != nil {
		log.Fatal(err) // want `os\.Remove never runs`
	}
}

func workspace() (string, func()) {
	lock := "work.lock"
	_ = os.WriteFile(lock, nil, 0o600)
	return lock, func() { os.Remove(lock) }
}

func deferredOnOneBranch(compress bool, f *os.File) {
	if compress {
		z := gzip.NewWriter(f)
		defer z.Close()
	}
	if err := work("."); err != nil {
		log.Fatal(err) // want `z\.Close never runs`
	}
}

func inLiteral() {
	run := func() {
		w := bufio.NewWriter(os.Stdout)
		defer w.Flush()
		if work(".") != nil {
			os.Exit(2) // want `w\.Flush never runs`
		}
	}
	run()
}

func inGoroutine() {
	go func() {
		w := bufio.NewWriter(os.Stdout)
		defer w.Flush()
		switch err := work("."); {
		case errors.Is(err, os.ErrExist):
			note("%v", err)
		case err != nil:
			(log.Fatal)(err) // want `w\.Flush never runs`
		}
	}()
}

func cleanedOnOneOfTwoPaths(db *sql.DB) {
	defer db.Close()
	if err := work("."); err != nil {
		if errors.Is(err, os.ErrExist) {
			db.Close()
		}
		log.Fatal(err) // want `db\.Close never runs`
	}
}

func work(string) error { return nil }
