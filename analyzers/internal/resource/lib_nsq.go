package resource

// Kinds of go-nsq.
const (
	nsqConsumer Kind = "github.com/nsqio/go-nsq.Consumer"
	nsqProducer Kind = "github.com/nsqio/go-nsq.Producer"
)

var _ = register(library{
	rows: [][]Row{
		// Stop tells the servers to send no more; StopChan is closed when the handlers are done, or after 30 s.
		{{Func: "(*github.com/nsqio/go-nsq.Consumer).Stop", Does: Begins, Over: "StopChan"}},
		doing(Blocks|Cleans, "(*github.com/nsqio/go-nsq.Producer).", "Stop"),
	},
	resources: []Resource{client(nsqConsumer), client(nsqProducer)},
	stores:    []string{string(nsqProducer)},
	owed: [][]Row{
		made(nsqConsumer, "github.com/nsqio/go-nsq.", "NewConsumer"), having(Releases, "(*github.com/nsqio/go-nsq.Consumer).", "Stop"),
		made(nsqProducer, "github.com/nsqio/go-nsq.", "NewProducer"), having(Releases, "(*github.com/nsqio/go-nsq.Producer).", "Stop"),
	},
})
