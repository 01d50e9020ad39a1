// Package mail is called by handlers of another package, with contexts.
package mail

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"
)

type Service struct {
	db    *sql.DB
	cache map[string]string
	group sync.WaitGroup
}

func recoverAll() { _ = recover() }

func (s *Service) store(ctx context.Context, to string) error {
	defer recoverAll()
	_, err := s.db.ExecContext(ctx, "INSERT INTO mails VALUES (?)", to)
	return err
}

// Leave leaves the work to a goroutine.
func (s *Service) Leave(ctx context.Context, to string) error {
	go s.store(ctx, to)
	return nil
}

// Through does so through another function.
func (s *Service) Through(ctx context.Context, to string) error { return s.later(1, ctx) }

func (s *Service) later(n int, ctx context.Context) error {
	s.group.Add(1)
	go func() {
		defer s.group.Done()
		limited, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_ = s.store(limited, "b")
	}()
	return nil
}

// Detached keeps the values only.
func (s *Service) Detached(ctx context.Context, to string) {
	go s.store(context.WithoutCancel(ctx), to)
}

// Both waits for what it starts.
func (s *Service) Both(ctx context.Context) {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
		_ = s.store(ctx, "c")
	}()
	group.Wait()
}

// Begin lets its caller wait.
func (s *Service) Begin(ctx context.Context) <-chan error {
	done := make(chan error, 1)
	go func() { done <- s.store(ctx, "d") }()
	return done
}

// Log only looks at what the context carries, and returns an error like all others.
func (s *Service) Log(ctx context.Context, to string) error {
	defer recoverAll()
	slog.InfoContext(ctx, "mail", "to", to)
	return nil
}

// Logs has that done later.
func (s *Service) Logs(ctx context.Context, to string) { go s.Log(ctx, to) }

// Watch ends with its context.
func (s *Service) Watch(ctx context.Context) {
	go func() {
		defer recoverAll()
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
				_ = s.store(ctx, "e")
			}
		}
	}()
}

// Store works with its context before it returns.
func (s *Service) Store(ctx context.Context, to string) error { return s.store(ctx, to) }
