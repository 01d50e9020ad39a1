package resource

import "go/types"

// Kinds of net/http.
const (
	HTTPServer   Kind = "net/http.Server"
	HTTPResponse Kind = "net/http.Response" // whose body is to be closed
)

var _ = register(library{
	servers: []Kind{HTTPServer},
	rows: [][]Row{
		doing(Blocks|Accepts, "net/http.", "ListenAndServe", "ListenAndServeTLS"),
		having(Reads, "(*net/http.Server).", "SetKeepAlivesEnabled"),
		having(ForceCloses, "(*net/http.Server).", "Close"),
		each(Cleans, "(*net/http.Server).", "Shutdown"),
		doing(OfRequest, "(*net/http.Request).", "Context"),
		taking("net/http.", "ListenAndServe", Reads, Handles),
		taking("net/http.", "ListenAndServeTLS", Reads, Reads, Reads, Handles),
		taking("net/http.", "Serve", Keeps, Keeps|Handles),
		taking("net/http.", "ServeTLS", Keeps, Keeps|Handles, Reads),
		{
			{Func: "(*net/http.Server).ListenAndServe", Recv: Serves, Does: Blocks | PassesClosed},
			{Func: "(*net/http.Server).ListenAndServeTLS", Recv: Serves, Does: Blocks | PassesClosed},
			{Func: "(*net/http.Server).Serve", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks | PassesClosed},
			{Func: "(*net/http.Server).ServeTLS", Recv: Serves, Args: []Effect{Keeps, Reads}, Does: Blocks | PassesClosed},
			{Func: "(*net/http.Server).Shutdown", Recv: ShutsDown, Args: []Effect{BoundsStop | SoleBound}, Does: Blocks},
			{Func: "(*net/http.Server).RegisterOnShutdown", Recv: Reads, Does: OnDrain},
			{Func: "net/http.Serve", Args: []Effect{Keeps, Keeps}, Does: Blocks | Accepts},
			{Func: "net/http.ServeTLS", Args: []Effect{Keeps, Keeps, Reads}, Does: Blocks | Accepts},

			// Handlers that let the panics of another one through.
			{Func: "net/http.AllowQuerySemicolons", Wraps: []Wrap{{0, 0}}},
			{Func: "net/http.MaxBytesHandler", Wraps: []Wrap{{0, 0}}},
			{Func: "net/http.StripPrefix", Wraps: []Wrap{{1, 0}}},
			{Func: "net/http.TimeoutHandler", Wraps: []Wrap{{0, 0}}},
		},
	},

	// The response to a HEAD request has no body, those of a recorder hold their body in memory.
	resources: []Resource{
		{Kind: HTTPResponse, Category: "body-unclosed", Noun: "response", Verb: "closed", Deferred: "Body.Close()", Handed: true,
			Lost: "its connection may stay open and never be used again"},
	},
	parts: []string{"net/http.Response.Body"},
	owed: [][]Row{
		made(HTTPResponse, "net/http.", "Get", "PostForm"),
		made(HTTPResponse, "(*net/http.Client).", "Do", "Get", "PostForm"),
		made(HTTPResponse, "(net/http.RoundTripper).", "RoundTrip"),
		made(HTTPResponse, "(*net/http.Transport).", "RoundTrip"),
		having(0, "net/http.", "Head"),
		having(0, "(*net/http.Client).", "Head"),
		having(Reads, "(*net/http/httptest.ResponseRecorder).", "Result"),
		taking("net/http.", "ReadResponse", Reads, Reads),
		taking("net/http/httputil.", "DumpResponse", Reads, 0),
		taking("net/http/httputil.", "NewClientConn", Keeps, Reads),
		taking("net/http/fcgi.", "Serve", Keeps, Reads),
		taking("net/http.", "NewRequest", 0, 0, Keeps), // the transport closes what it sends
		taking("net/http.", "NewRequestWithContext", 0, 0, 0, Keeps),
		{
			{Func: "net/http.Post", Args: []Effect{0, 0, Keeps}, Makes: []Made{{Kind: HTTPResponse}}},
			{Func: "(*net/http.Client).Post", Args: []Effect{0, 0, Keeps}, Makes: []Made{{Kind: HTTPResponse}}},
			{Func: "(*net/http.Response).Write", Recv: Releases, Args: []Effect{Reads}}, // "The Response Body is closed after it is sent."
			{Func: "net/http.MaxBytesReader", Args: []Effect{Reads, Reads, 0}, Wraps: []Wrap{{1, 0}}},
		},
	},

	requests: []string{"net/http.ResponseWriter"}, // of chi and gorilla/mux too
	side:     []string{"net/http.RedirectHandler", "net/http.Redirect", "net/http/pprof", "expvar"},
})

// IsHandler reports whether field is the handler of an http.Server.
func IsHandler(field *types.Var) bool {
	return field.Name() == "Handler" && field.Pkg() != nil && field.Pkg().Path() == "net/http" && TypeName(field.Type()) == "net/http.Handler"
}

// GivesRequestsContext reports whether field is one of those whose function returns what requests' contexts are derived from.
func GivesRequestsContext(field *types.Var) bool {
	return field.IsField() && field.Pkg() != nil && field.Pkg().Path() == "net/http" && (field.Name() == "BaseContext" || field.Name() == "ConnContext")
}
