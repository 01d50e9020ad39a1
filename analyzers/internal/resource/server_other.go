package resource

// otherServerRows are the servers of web frameworks that make their own.
var otherServerRows = []Row{
	// github.com/labstack/echo/v4
	{Func: "github.com/labstack/echo/v4.New", Makes: []Made{{Kind: EchoServer}}},
	{Func: "(*github.com/labstack/echo/v4.Echo).Start", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/labstack/echo/v4.Echo).StartTLS", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/labstack/echo/v4.Echo).StartAutoTLS", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/labstack/echo/v4.Echo).StartH2CServer", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/labstack/echo/v4.Echo).Shutdown", Recv: ShutsDown, Does: Blocks},
	{Func: "(*github.com/labstack/echo/v4.Echo).Close", Recv: ForceCloses},

	// github.com/gofiber/fiber/v2
	{Func: "github.com/gofiber/fiber/v2.New", Makes: []Made{{Kind: FiberServer}}},
	{Func: "(*github.com/gofiber/fiber/v2.App).Listen", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/gofiber/fiber/v2.App).ListenTLS", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/gofiber/fiber/v2.App).Listener", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks},
	{Func: "(*github.com/gofiber/fiber/v2.App).Shutdown", Recv: ShutsDown, Does: Blocks},
	{Func: "(*github.com/gofiber/fiber/v2.App).ShutdownWithTimeout", Recv: ShutsDown, Does: Blocks},
	{Func: "(*github.com/gofiber/fiber/v2.App).ShutdownWithContext", Recv: ShutsDown, Does: Blocks},

	// github.com/valyala/fasthttp
	{Func: "(*github.com/valyala/fasthttp.Server).ListenAndServe", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/valyala/fasthttp.Server).ListenAndServeTLS", Recv: Serves, Does: Blocks},
	{Func: "(*github.com/valyala/fasthttp.Server).Serve", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks},
	{Func: "(*github.com/valyala/fasthttp.Server).Shutdown", Recv: ShutsDown, Does: Blocks},
	{Func: "(*github.com/valyala/fasthttp.Server).ShutdownWithContext", Recv: ShutsDown, Does: Blocks},
}

// ServerKinds are the kinds of values that serve and can be shut down.
var ServerKinds = []Kind{HTTPServer, GRPCServer, EchoServer, FiberServer, FastHTTPServer}
