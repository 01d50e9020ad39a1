package resource

var _ = register(library{
	rows: [][]Row{
		// It waits for SIGTERM, SIGQUIT and SIGINT, if not told otherwise, and stops its servers.
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(*github.com/go-kratos/kratos/v2.App).", "Run"),

		each(Exits, "github.com/go-kratos/kratos/v2/log.", "Fatal", "Fatalf", "Fatalw"),
		each(Exits, "(*github.com/go-kratos/kratos/v2/log.Helper).", "Fatal", "Fatalf", "Fatalw"),
	},
	allowances: map[string]Allowance{"github.com/go-kratos/kratos/v2.StopTimeout": {Arg: 0}},
})
