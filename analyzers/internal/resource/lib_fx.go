package resource

var _ = register(library{
	rows: [][]Row{
		// Hooks are stopped one after the other, and each is waited for.
		{{Func: "(go.uber.org/fx.Lifecycle).Append", Args: []Effect{Escapes}, Does: LastFirst}},
		doing(LastFirst, "go.uber.org/fx.", "StopHook", "StartStopHook"), // whose last argument it is

		// These wait for SIGINT and SIGTERM.
		doing(OnSIGINT|OnSIGTERM|Blocks, "(*go.uber.org/fx.App).", "Run"),
		doing(OnSIGINT|OnSIGTERM, "(*go.uber.org/fx.App).", "Done", "Wait"),
	},
	allowances: map[string]Allowance{
		"go.uber.org/fx.StopTimeout": {Arg: 0},
		"go.uber.org/fx.New":         {Arg: -1, Default: "DefaultTimeout"},
	},
})
