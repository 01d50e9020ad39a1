package resource

// HTTPResponse is a response whose body is to be closed.
const HTTPResponse Kind = "net/http.Response"

var httpResources = []Resource{
	{Kind: HTTPResponse, Category: "body-unclosed", Noun: "response", Verb: "closed", Deferred: "Body.Close()", Handed: true,
		Lost: "its connection may stay open and never be used again"},
}

// httpRows are the functions of net/http that hand out responses or take what must be closed. The response to a HEAD
// request has no body, those of a recorder hold their body in memory.
var httpRows = []Row{
	makes("net/http.Get", 0, HTTPResponse),
	{Func: "net/http.Post", Args: []Effect{0, 0, Keeps}, Makes: []Made{{Kind: HTTPResponse}}},
	makes("net/http.PostForm", 0, HTTPResponse),
	{Func: "net/http.Head"},
	makes("(*net/http.Client).Do", 0, HTTPResponse),
	makes("(*net/http.Client).Get", 0, HTTPResponse),
	{Func: "(*net/http.Client).Post", Args: []Effect{0, 0, Keeps}, Makes: []Made{{Kind: HTTPResponse}}},
	makes("(*net/http.Client).PostForm", 0, HTTPResponse),
	{Func: "(*net/http.Client).Head"},
	makes("(net/http.RoundTripper).RoundTrip", 0, HTTPResponse),
	makes("(*net/http.Transport).RoundTrip", 0, HTTPResponse),
	{Func: "(*net/http.Response).Write", Recv: Releases, Args: []Effect{Reads}}, // "The Response Body is closed after it is sent."
	{Func: "(*net/http/httptest.ResponseRecorder).Result", Recv: Reads},
	{Func: "net/http.ReadResponse", Args: []Effect{Reads, Reads}},

	// The transport closes what it sends.
	{Func: "net/http.NewRequest", Args: []Effect{0, 0, Keeps}},
	{Func: "net/http.NewRequestWithContext", Args: []Effect{0, 0, 0, Keeps}},
	{Func: "net/http.MaxBytesReader", Args: []Effect{Reads, Reads, 0}, Wraps: []Wrap{{1, 0}}},
	{Func: "net/http/httputil.DumpResponse", Args: []Effect{Reads, 0}},
	{Func: "net/http/httputil.NewClientConn", Args: []Effect{Keeps, Reads}},
	{Func: "(io.Closer).Close", Recv: Releases},
	{Func: "golang.org/x/net/context/ctxhttp.Do", Makes: []Made{{Kind: HTTPResponse}}},
	{Func: "golang.org/x/net/context/ctxhttp.Get", Makes: []Made{{Kind: HTTPResponse}}},

	// The response of a websocket handshake has no body to close.
	{Func: "(*github.com/gorilla/websocket.Dialer).Dial"},
	{Func: "(*github.com/gorilla/websocket.Dialer).DialContext"},
	{Func: "github.com/gorilla/websocket.NewClient", Args: []Effect{Keeps}},
	{Func: "github.com/coder/websocket.Dial"},
	{Func: "nhooyr.io/websocket.Dial"},
}
