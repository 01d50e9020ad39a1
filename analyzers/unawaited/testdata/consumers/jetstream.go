package consumers

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"
)

func consume(ctx context.Context, orders jetstream.Consumer, handle func(jetstream.Msg)) error {
	running, err := orders.Consume(handle)
	if err != nil {
		return err
	}
	<-ctx.Done()
	running.Drain() // want `running.Drain does not wait for the handlers that run`
	return nil
}

func iterate(ctx context.Context, orders jetstream.Consumer, handle func(jetstream.Msg)) error {
	messages, err := orders.Messages()
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, messages.Stop) // ends the loop below, which is what works
	for {
		msg, err := messages.Next()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

func method(c jetstream.ConsumeContext) func() { return c.Stop }
