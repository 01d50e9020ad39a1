package resource

const fiberServer Kind = "github.com/gofiber/fiber/v2.App"

var _ = register(library{
	servers:  []Kind{fiberServer},
	requests: []string{"github.com/gofiber/fiber/v2.Ctx", "github.com/gofiber/fiber/v3.Ctx"},
	rows: [][]Row{
		made(fiberServer, "github.com/gofiber/fiber/v2.", "New"),
		blocking(Serves, "(*github.com/gofiber/fiber/v2.App).", "Listen", "ListenTLS"),
		{{Func: "(*github.com/gofiber/fiber/v2.App).Listener", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks}},
		blocking(ShutsDown, "(*github.com/gofiber/fiber/v2.App).", "Shutdown", "ShutdownWithTimeout", "ShutdownWithContext"),

		each(Exits, "github.com/gofiber/fiber/v2/log.", "Fatal", "Fatalf", "Fatalw"),
		each(Exits, "github.com/gofiber/fiber/v3/log.", "Fatal", "Fatalf", "Fatalw"),
	},
	allowances: map[string]Allowance{
		"(*github.com/gofiber/fiber/v2.App).ShutdownWithTimeout": {Arg: 0},
		"(*github.com/gofiber/fiber/v3.App).ShutdownWithTimeout": {Arg: 0},
	},
})
