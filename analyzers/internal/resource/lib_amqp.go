package resource

var (
	_ = register(amqp("github.com/rabbitmq/amqp091-go"))
	_ = register(amqp("github.com/streadway/amqp"))
)

// AMQP, by either of its paths: closing the connection closes its channels.
func amqp(path string) library {
	conn, channel := Kind(path+".Connection"), Kind(path+".Channel")
	within := client(channel)
	within.Within = true
	return library{
		resources: []Resource{client(conn), within},
		stores:    []string{string(conn)},
		owed: [][]Row{
			made(conn, path+".", "Dial", "DialConfig", "DialTLS"), made(channel, "(*"+path+".Connection).", "Channel"),
			having(Releases, "(*"+path+".Connection).", "Close"), having(Releases, "(*"+path+".Channel).", "Close"),
		},
	}
}
