package resource

// Kinds of kafka-go.
const (
	kafkaReader        Kind = "github.com/segmentio/kafka-go.Reader"
	kafkaWriter        Kind = "github.com/segmentio/kafka-go.Writer"
	kafkaConn          Kind = "github.com/segmentio/kafka-go.Conn"
	kafkaConsumerGroup Kind = "github.com/segmentio/kafka-go.ConsumerGroup"
)

var _ = register(library{
	rows: [][]Row{
		having(Flushes, "(*github.com/segmentio/kafka-go.Writer).", "Close"),
		each(Cleans, "(*github.com/segmentio/kafka-go.Writer).", "Close"),
		each(Cleans, "(*github.com/segmentio/kafka-go.Reader).", "Close"), // commits
		each(Cleans, "(*github.com/segmentio/kafka-go.ConsumerGroup).", "Close"),
	},
	sinks:  map[Kind]string{kafkaWriter: "Async"},
	stores: []string{string(kafkaWriter)},

	resources: []Resource{client(kafkaReader), client(kafkaWriter), client(kafkaConn), client(kafkaConsumerGroup)},
	owed: [][]Row{
		made(kafkaReader, "github.com/segmentio/kafka-go.", "NewReader"),
		made(kafkaWriter, "github.com/segmentio/kafka-go.", "NewWriter"),
		made(kafkaConn, "github.com/segmentio/kafka-go.", "Dial", "DialContext", "DialLeader", "DialPartition"),
		made(kafkaConn, "(*github.com/segmentio/kafka-go.Dialer).", "Dial", "DialContext", "DialLeader", "DialPartition"),
		made(kafkaConsumerGroup, "github.com/segmentio/kafka-go.", "NewConsumerGroup"),
		having(Releases, "(*github.com/segmentio/kafka-go.ConsumerGroup).", "Close"),
		having(Releases, "(*github.com/segmentio/kafka-go.Reader).", "Close"),
		having(Releases, "(*github.com/segmentio/kafka-go.Writer).", "Close"),
		having(Releases, "(*github.com/segmentio/kafka-go.Conn).", "Close"),
		each(Delivers, "(*github.com/segmentio/kafka-go.Reader).", "ReadMessage", "FetchMessage"),
	},
})
