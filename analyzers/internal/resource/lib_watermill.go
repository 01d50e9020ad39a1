package resource

var _ = register(library{
	rows: [][]Row{
		// It returns when its context has ended, or Close was called, and the handlers are done: after 30 s at the latest, if not told otherwise.
		doing(Blocks, "(*github.com/ThreeDotsLabs/watermill/message.Router).", "Run"),
		doing(Blocks|Cleans, "(*github.com/ThreeDotsLabs/watermill/message.Router).", "Close"),
	},
})
