package resource

const echoServer Kind = "github.com/labstack/echo/v4.Echo"

var _ = register(library{
	servers:  []Kind{echoServer},
	requests: []string{"github.com/labstack/echo.Context", "github.com/labstack/echo/v4.Context", "github.com/labstack/echo/v5.Context"},
	pooled:   []string{"github.com/labstack/echo.Context", "github.com/labstack/echo/v4.Context", "github.com/labstack/echo/v5.Context"},
	parts:    []string{"github.com/labstack/echo/v4.Echo.Server", "github.com/labstack/echo/v4.Echo.TLSServer"},
	rows: [][]Row{
		made(echoServer, "github.com/labstack/echo/v4.", "New"),
		rowsOf(Row{Recv: Serves, Does: Blocks | PassesClosed}, "(*github.com/labstack/echo/v4.Echo).", []string{"Start", "StartTLS", "StartAutoTLS", "StartH2CServer"}),
		{{Func: "(*github.com/labstack/echo/v4.Echo).Shutdown", Recv: ShutsDown, Args: []Effect{BoundsStop | SoleBound}, Does: Blocks}},
		having(ForceCloses, "(*github.com/labstack/echo/v4.Echo).", "Close"),

		// The fifth version drains by itself: at SIGINT and SIGTERM, or when its context ends.
		doing(OnSIGINT|OnSIGTERM|Blocks, "(*github.com/labstack/echo/v5.Echo).", "Start"),
		{
			{Func: "(github.com/labstack/echo/v5.StartConfig).Start", Args: []Effect{EndsServing, Escapes}, Does: Blocks},
			{Func: "(github.com/labstack/echo/v5.StartConfig).StartTLS", Args: []Effect{EndsServing, Escapes, Reads, Reads}, Does: Blocks},
		},

		each(Exits, "(github.com/labstack/echo.Logger).", "Fatal", "Fatalf", "Fatalj"),
		each(Exits, "(github.com/labstack/echo/v4.Logger).", "Fatal", "Fatalf", "Fatalj"),
		each(Exits, "github.com/labstack/gommon/log.", "Fatal", "Fatalf", "Fatalj"),
		each(Exits, "(*github.com/labstack/gommon/log.Logger).", "Fatal", "Fatalf", "Fatalj"),
	},
})
