package resource

// Run serves, and whether it is graceful a file of settings says; that it cannot listen it only logs, and returns.
var _ = register(library{
	requests: []string{"github.com/beego/beego/v2/server/web/context.Context"},
	rows: [][]Row{
		doing(Blocks|Accepts, "github.com/beego/beego/v2/server/web.", "Run", "RunWithMiddleWares"),
		doing(Blocks|Accepts, "(*github.com/beego/beego/v2/server/web.HttpServer).", "Run"),
	},
})
