package resource

// signalRows are the functions of os/signal.
var signalRows = []Row{
	{Func: "os/signal.Notify", Args: []Effect{Notifies, Registers}},
	{Func: "os/signal.NotifyContext", Args: []Effect{Reads, Registers}, Does: Derives | OnSignal, Wraps: []Wrap{{0, 0}}},
	{Func: "os/signal.Stop", Args: []Effect{Unnotifies}},
}
