package resource

var _ = register(library{
	rows: [][]Row{
		taking("golang.org/x/net/http2.", "ConfigureServer", Reads, Reads), // prepares the server, keeps nothing that matters here
		{{Func: "golang.org/x/net/http2/h2c.NewHandler", Wraps: []Wrap{{0, 0}}}},
		each(Harmless, "(*golang.org/x/net/websocket.Conn).", "Close"),
	},
	owed: [][]Row{made(HTTPResponse, "golang.org/x/net/context/ctxhttp.", "Do", "Get")},
})
