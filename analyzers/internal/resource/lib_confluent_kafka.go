package resource

// Kinds of confluent-kafka-go.
const (
	confluentConsumer Kind = "github.com/confluentinc/confluent-kafka-go/v2/kafka.Consumer"
	confluentProducer Kind = "github.com/confluentinc/confluent-kafka-go/v2/kafka.Producer"
	confluentAdmin    Kind = "github.com/confluentinc/confluent-kafka-go/v2/kafka.AdminClient"
)

var _ = register(library{
	rows: [][]Row{
		// Close of a consumer commits and leaves the group; that of a producer does not flush.
		doing(Blocks|Cleans, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Consumer).", "Close"),
		doing(Blocks|Cleans, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Producer).", "Flush"),
		each(Closes, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Producer).", "Close"),
	},
	resources: []Resource{client(confluentConsumer), client(confluentProducer), client(confluentAdmin)},
	stores:    []string{string(confluentProducer)},
	owed: [][]Row{
		made(confluentConsumer, "github.com/confluentinc/confluent-kafka-go/v2/kafka.", "NewConsumer"),
		made(confluentProducer, "github.com/confluentinc/confluent-kafka-go/v2/kafka.", "NewProducer"),
		made(confluentAdmin, "github.com/confluentinc/confluent-kafka-go/v2/kafka.", "NewAdminClient"), // the others share a handle
		having(Releases, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Consumer).", "Close"),
		having(Releases, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Producer).", "Close"),
		having(Releases, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.AdminClient).", "Close"),
		each(Delivers, "(*github.com/confluentinc/confluent-kafka-go/v2/kafka.Consumer).", "ReadMessage", "Poll"),
	},
})
