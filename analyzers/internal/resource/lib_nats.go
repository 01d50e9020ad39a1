package resource

const natsConn Kind = "github.com/nats-io/nats.go.Conn"

var _ = register(library{
	rows: [][]Row{
		each(Cleans, "(*github.com/nats-io/nats.go.Conn).", "Close", "Drain"), // what was published may still be buffered

		// They let the handler finish what it has, Drain also what has been received; Closed tells when that is over.
		{{Func: "(github.com/nats-io/nats.go/jetstream.ConsumeContext).Stop", Does: Begins, Over: "Closed"}},
		{{Func: "(github.com/nats-io/nats.go/jetstream.ConsumeContext).Drain", Does: Begins, Over: "Closed"}},
	},
	resources: []Resource{client(natsConn)},
	stores:    []string{string(natsConn)},
	owed: [][]Row{
		made(natsConn, "github.com/nats-io/nats.go.", "Connect"),
		made(natsConn, "(github.com/nats-io/nats.go.Options).", "Connect"),
		having(Releases, "(*github.com/nats-io/nats.go.Conn).", "Close", "Drain"),
		each(Delivers, "(*github.com/nats-io/nats.go.Subscription).", "NextMsg", "NextMsgWithContext", "Fetch"),
		each(Delivers, "(github.com/nats-io/nats.go/jetstream.MessagesContext).", "Next"),
		each(Delivers, "(github.com/nats-io/nats.go/jetstream.Consumer).", "Fetch", "FetchBytes", "FetchNoWait", "Next"),
	},
})
