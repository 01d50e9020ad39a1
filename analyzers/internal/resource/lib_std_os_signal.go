package resource

// SignalChan is a channel through which a program gets its signals.
const SignalChan Kind = "chan os.Signal"

var _ = register(library{
	kinds: []Kind{SignalChan},
	rows: [][]Row{
		taking("os/signal.", "Notify", Notifies, Registers),
		taking("os/signal.", "Stop", Unnotifies),
		taking("os/signal.", "Ignore", Ignores),
		each(Resets, "os/signal.", "Reset"),
		{{Func: "os/signal.NotifyContext", Args: []Effect{Reads, Registers}, Does: Derives | OnSignal, Wraps: []Wrap{{0, 0}}}},
	},
})
