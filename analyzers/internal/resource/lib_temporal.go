package resource

const temporalClient Kind = "go.temporal.io/sdk/client.Client"

var _ = register(library{
	rows: [][]Row{
		doing(OnSIGINT|OnSIGTERM, "go.temporal.io/sdk/worker.", "InterruptCh"),
		// Run returns when its channel says so, or Stop was called, and the worker has stopped.
		doing(Blocks, "(go.temporal.io/sdk/worker.Worker).", "Run"),
		doing(Blocks|Cleans, "(go.temporal.io/sdk/worker.Worker).", "Stop"),
	},
	resources: []Resource{client(temporalClient)},
	stores:    []string{string(temporalClient)},
	owed: [][]Row{
		made(temporalClient, "go.temporal.io/sdk/client.", "Dial", "DialContext", "NewClient", "NewLazyClient"),
		having(Releases, "(go.temporal.io/sdk/client.Client).", "Close"),
	},
})
