// Package jobs stops schedulers.
package jobs

import (
	"context"
	"database/sql"
	"time"

	"github.com/robfig/cron/v3"
)

func dropped(c *cron.Cron, db *sql.DB) error {
	c.Stop() // want `c.Stop does not wait for the jobs that run: they are cut where the program ends, and fail on what is closed next \(stop-not-awaited, note\)`
	return db.Close()
}

func deferred(ctx context.Context, db *sql.DB) {
	defer db.Close()
	c := cron.New()
	c.Start()
	defer c.Stop() // want `c.Stop does not wait for the jobs that run`
	<-ctx.Done()
}

func blank(c *cron.Cron) {
	_ = c.Stop() // want `c.Stop does not wait`
}

type scheduler struct{ *cron.Cron }

func promoted(s scheduler) {
	s.Stop() // want `s.Stop does not wait`
}

func aside(c *cron.Cron) {
	go c.Stop() // want `c.Stop does not wait`
}

func awaited(c *cron.Cron) { <-c.Stop().Done() }

func awaitedInTime(c *cron.Cron) {
	done := c.Stop()
	select {
	case <-done.Done():
	case <-time.After(time.Minute):
	}
}

func returned(c *cron.Cron) context.Context { return c.Stop() }

func handedOn(c *cron.Cron) { wait(c.Stop()) }

func wait(ctx context.Context) { <-ctx.Done() }

func other(t *time.Timer, k *ticker) {
	t.Stop()
	k.Stop()
}

type ticker struct{}

func (*ticker) Stop() context.Context { return context.Background() }
