// Package joined waits for what it stops, if not where it stops it.
package joined

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/nsqio/go-nsq"
)

func stop(all []*nsq.Consumer) {
	for _, c := range all {
		c.Stop()
	}
	for _, c := range all {
		<-c.StopChan
	}
}

func drain(ctx context.Context, c jetstream.ConsumeContext) {
	c.Drain()
	select {
	case <-c.Closed():
	case <-ctx.Done():
	}
}
