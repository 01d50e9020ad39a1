package resource

var _, _ = register(fiber("github.com/gofiber/fiber/v2.")), register(fiber("github.com/gofiber/fiber/v3."))

// fiber is what is known of the version whose names begin with pkg. Its servers return from serving when their stop begins.
func fiber(pkg string) library {
	app, method := Kind(pkg+"App"), "(*"+pkg+"App)."
	listeners := []string{"Listen"}
	graceful := map[string]string{pkg + "ListenConfig": "GracefulContext"}
	if pkg == "github.com/gofiber/fiber/v2." {
		listeners, graceful = append(listeners, "ListenTLS"), nil
	}
	return library{
		servers:  []Kind{app},
		requests: []string{pkg + "Ctx"},
		pooled:   []string{pkg + "Ctx"},
		rows: [][]Row{
			made(app, pkg, "New"),
			rowsOf(Row{Recv: Serves, Does: Blocks | ReturnsEarly}, method, listeners),
			{{Func: method + "Listener", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks | ReturnsEarly}},
			blocking(ShutsDown, method, "Shutdown", "ShutdownWithTimeout"),
			{{Func: method + "ShutdownWithContext", Recv: ShutsDown, Args: []Effect{BoundsStop | SoleBound}, Does: Blocks}},

			each(Exits, pkg[:len(pkg)-1]+"/log.", "Fatal", "Fatalf", "Fatalw"),
		},
		graceful:   graceful,
		allowances: map[string]Allowance{method + "ShutdownWithTimeout": {Arg: 0}},
	}
}
