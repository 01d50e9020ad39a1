package resource

// hertzEngine serves and drains. Its drain gives up after five seconds, if not told otherwise. Programs have a server.Hertz, which
// embeds one.
const hertzEngine Kind = "github.com/cloudwego/hertz/pkg/route.Engine"

var _ = register(library{
	servers:  []Kind{hertzEngine},
	requests: []string{"github.com/cloudwego/hertz/pkg/app.RequestContext"},
	pooled:   []string{"github.com/cloudwego/hertz/pkg/app.RequestContext"},
	rows: [][]Row{
		made(hertzEngine, "github.com/cloudwego/hertz/pkg/app/server.", "New", "Default"),
		rowsOf(Row{Recv: Serves, Does: Blocks | ReturnsEarly}, "(*github.com/cloudwego/hertz/pkg/route.Engine).", []string{"Run"}),
		{{Func: "(*github.com/cloudwego/hertz/pkg/route.Engine).Shutdown", Recv: ShutsDown, Args: []Effect{BoundsStop}, Does: Blocks}},
		having(ForceCloses, "(*github.com/cloudwego/hertz/pkg/route.Engine).", "Close"),

		// It waits for SIGINT, SIGTERM and SIGHUP, and drains.
		rowsOf(Row{Recv: Reads, Does: OnSIGINT | OnSIGTERM | OnOther | Blocks}, "(*github.com/cloudwego/hertz/pkg/app/server.Hertz).", []string{"Spin"}),

		each(Exits, "github.com/cloudwego/hertz/pkg/common/hlog.", "Fatal", "Fatalf"),
	},
})
