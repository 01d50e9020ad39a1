package resource

// signalRows are the functions of os/signal, and those that wait for signals on behalf of a program.
var signalRows = []Row{
	{Func: "os/signal.Notify", Args: []Effect{Notifies, Registers}},
	{Func: "os/signal.NotifyContext", Args: []Effect{Reads, Registers}, Does: Derives | OnSignal, Wraps: []Wrap{{0, 0}}},
	{Func: "os/signal.Stop", Args: []Effect{Unnotifies}},
	{Func: "os/signal.Ignore", Args: []Effect{Ignores}},
	{Func: "os/signal.Reset", Args: []Effect{Reads}, Does: Resets},

	// github.com/oklog/run: the signals are registered when the actor runs.
	{Func: "github.com/oklog/run.SignalHandler", Args: []Effect{Reads, Registers}},

	// go.uber.org/fx: these wait for SIGINT and SIGTERM.
	{Func: "(*go.uber.org/fx.App).Run", Does: OnSIGINT | OnSIGTERM | Blocks},
	{Func: "(*go.uber.org/fx.App).Done", Does: OnSIGINT | OnSIGTERM},
	{Func: "(*go.uber.org/fx.App).Wait", Does: OnSIGINT | OnSIGTERM},
}
