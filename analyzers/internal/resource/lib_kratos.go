package resource

var _ = register(library{
	rows: [][]Row{
		each(Exits, "github.com/go-kratos/kratos/v2/log.", "Fatal", "Fatalf", "Fatalw"),
		each(Exits, "(*github.com/go-kratos/kratos/v2/log.Helper).", "Fatal", "Fatalf", "Fatalw"),
	},
	allowances: map[string]Allowance{"github.com/go-kratos/kratos/v2.StopTimeout": {Arg: 0}},
})
