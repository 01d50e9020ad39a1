package resource

// Kinds of kratos: servers that an App starts and stops, and nobody else unless the program does.
const (
	kratosHTTP Kind = "github.com/go-kratos/kratos/v2/transport/http.Server"
	kratosGRPC Kind = "github.com/go-kratos/kratos/v2/transport/grpc.Server"
)

var _ = register(library{
	servers: []Kind{kratosHTTP, kratosGRPC},
	rows: [][]Row{
		made(kratosHTTP, "github.com/go-kratos/kratos/v2/transport/http.", "NewServer"),
		made(kratosGRPC, "github.com/go-kratos/kratos/v2/transport/grpc.", "NewServer"),
		rowsOf(Row{Recv: Serves, Does: Blocks | ReturnsEarly}, "(*github.com/go-kratos/kratos/v2/transport/http.Server).", []string{"Start"}),
		blocking(Serves, "(*github.com/go-kratos/kratos/v2/transport/grpc.Server).", "Start"),
		{{Func: "(*github.com/go-kratos/kratos/v2/transport/http.Server).Stop", Recv: ShutsDown, Args: []Effect{BoundsStop | SoleBound}, Does: Blocks}},
		blocking(ShutsDown, "(*github.com/go-kratos/kratos/v2/transport/grpc.Server).", "Stop"), // whatever its context

		// It waits for SIGTERM, SIGQUIT and SIGINT, if not told otherwise, and stops its servers.
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(*github.com/go-kratos/kratos/v2.App).", "Run"),

		each(Exits, "github.com/go-kratos/kratos/v2/log.", "Fatal", "Fatalf", "Fatalw"),
		each(Exits, "(*github.com/go-kratos/kratos/v2/log.Helper).", "Fatal", "Fatalf", "Fatalw"),
	},
	allowances: map[string]Allowance{"github.com/go-kratos/kratos/v2.StopTimeout": {Arg: 0}},
})
