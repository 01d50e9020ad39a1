package resource

const fasthttpServer Kind = "github.com/valyala/fasthttp.Server"

var _ = register(library{
	servers:  []Kind{fasthttpServer},
	requests: []string{"github.com/valyala/fasthttp.RequestCtx"},
	contexts: []string{"github.com/valyala/fasthttp.RequestCtx"},
	pooled:   []string{"github.com/valyala/fasthttp.RequestCtx"},
	rows: [][]Row{
		rowsOf(Row{Recv: Serves, Does: Blocks | ReturnsEarly}, "(*github.com/valyala/fasthttp.Server).", []string{"ListenAndServe", "ListenAndServeTLS"}),
		{{Func: "(*github.com/valyala/fasthttp.Server).Serve", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks | ReturnsEarly}},
		blocking(ShutsDown, "(*github.com/valyala/fasthttp.Server).", "Shutdown", "ShutdownWithContext"),
	},
})
