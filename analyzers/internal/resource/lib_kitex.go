package resource

var _ = register(library{
	rows: [][]Row{
		// It waits for SIGINT, SIGTERM and SIGHUP, and stops: for 5 s, if not told otherwise, it waits for requests in flight.
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(github.com/cloudwego/kitex/server.Server).", "Run"),

		each(Exits, "github.com/cloudwego/kitex/pkg/klog.", "Fatal", "Fatalf", "CtxFatalf"),
		doing(LogsFailure, "github.com/cloudwego/kitex/pkg/klog.", "Error", "Errorf", "CtxErrorf"),
	},
	allowances: map[string]Allowance{"github.com/cloudwego/kitex/server.WithExitWaitTime": {Arg: 0}},
})
