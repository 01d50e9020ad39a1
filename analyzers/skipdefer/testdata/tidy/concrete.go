package main

import (
	"context"
	"database/sql"
	"log"
	"os"
)

// A repository is kept in a database, or in a file.
type repository interface {
	SaveUser(ctx context.Context, name string) error
	Close(ctx context.Context)
}

type table struct{ db *sql.DB }

func (t *table) SaveUser(ctx context.Context, name string) error {
	_, err := t.db.ExecContext(ctx, "INSERT INTO users VALUES (?)", name)
	return err
}

func (t *table) Close(context.Context) { t.db.Close() }

type file struct{ f *os.File }

func (f *file) SaveUser(ctx context.Context, name string) error {
	_, err := f.f.WriteString(name)
	return err
}

func (f *file) Close(context.Context) { _ = f.f.Sync() }

func connect() repository {
	db, err := sql.Open("sqlite", "users.db")
	if err != nil {
		log.Fatal(err)
	}
	return &table{db}
}

// inTable skips what the kernel does as well.
func inTable(ctx context.Context) {
	users := connect()
	defer users.Close(ctx)
	if err := users.SaveUser(ctx, "root"); err != nil {
		log.Fatal(err) // want `users\.Close never runs: what it would have closed ends with the process, unannounced.*\(exit-skips-defer, note\)`
	}
}

// inFile skips what writes.
func inFile(ctx context.Context, f *os.File) {
	var users repository = &file{f}
	defer users.Close(ctx)
	if err := users.SaveUser(ctx, "root"); err != nil {
		log.Fatal(err) // want `users\.Close never runs: what it would have written, closed or removed is left as it is.*\(exit-skips-defer\)`
	}
}

// inEither may skip either.
func inEither(ctx context.Context, f *os.File) {
	users := connect()
	if f != nil {
		users = &file{f}
	}
	defer users.Close(ctx)
	if err := users.SaveUser(ctx, "root"); err != nil {
		log.Fatal(err) // want `users\.Close never runs: what it would have written, closed or removed is left as it is.*\(exit-skips-defer\)`
	}
}
