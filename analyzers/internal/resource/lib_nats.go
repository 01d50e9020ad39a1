package resource

const natsConn Kind = "github.com/nats-io/nats.go.Conn"

var _ = register(library{
	rows:      [][]Row{each(Cleans, "(*github.com/nats-io/nats.go.Conn).", "Close", "Drain")}, // what was published may still be buffered
	resources: []Resource{client(natsConn)},
	stores:    []string{string(natsConn)},
	owed: [][]Row{
		made(natsConn, "github.com/nats-io/nats.go.", "Connect"),
		made(natsConn, "(github.com/nats-io/nats.go.Options).", "Connect"),
		having(Releases, "(*github.com/nats-io/nats.go.Conn).", "Close", "Drain"),
		each(Delivers, "(*github.com/nats-io/nats.go.Subscription).", "NextMsg", "NextMsgWithContext", "Fetch"),
	},
})
