package resource

var _ = register(library{
	rows: [][]Row{
		taking("golang.org/x/net/http2.", "ConfigureServer", Reads, Reads), // prepares the server, keeps nothing that matters here
		{{Func: "golang.org/x/net/http2/h2c.NewHandler", Wraps: []Wrap{{0, 0}}}},
		each(Harmless, "(*golang.org/x/net/websocket.Conn).", "Close"),
		// What the standard library took over; it calls that.
		doing(Unending, "golang.org/x/net/context.", "Background", "TODO"),
		doing(Derives, "golang.org/x/net/context.", "WithCancel"),
		{{Func: "golang.org/x/net/context.WithValue", Args: []Effect{Reads, Reads, Escapes}, Does: Derives}},
		doing(Derives|Limits, "golang.org/x/net/context.", "WithTimeout", "WithDeadline"),
	},
	owed: [][]Row{made(HTTPResponse, "golang.org/x/net/context/ctxhttp.", "Do", "Get")},
})
