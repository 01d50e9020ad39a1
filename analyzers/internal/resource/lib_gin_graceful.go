package resource

var _ = register(library{
	allowances: map[string]Allowance{
		"github.com/gin-contrib/graceful.WithShutdownTimeout": {Arg: 0},
		"github.com/gin-contrib/graceful.New":                 {Arg: -1, Default: "DefaultShutdownTimeout"},
		"github.com/gin-contrib/graceful.Default":             {Arg: -1, Default: "DefaultShutdownTimeout"},
	},
})
