package resource

// By either of its paths.
var _ = register(library{
	allowances: map[string]Allowance{
		"github.com/tylerb/graceful.Run":  {Arg: 1},
		"gopkg.in/tylerb/graceful.v1.Run": {Arg: 1},
	},
})
