package resource

// serverRows are the functions that start and stop servers.
var serverRows = []Row{
	// net/http
	{Func: "(*net/http.Server).ListenAndServe", Recv: Serves, Does: Blocks | PassesClosed},
	{Func: "(*net/http.Server).ListenAndServeTLS", Recv: Serves, Does: Blocks | PassesClosed},
	{Func: "(*net/http.Server).Serve", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks | PassesClosed},
	{Func: "(*net/http.Server).ServeTLS", Recv: Serves, Args: []Effect{Keeps, Reads}, Does: Blocks | PassesClosed},
	{Func: "(*net/http.Server).Shutdown", Recv: ShutsDown, Args: []Effect{BoundsStop | SoleBound}, Does: Blocks},
	{Func: "(*net/http.Server).Close", Recv: ForceCloses},
	{Func: "(*net/http.Server).RegisterOnShutdown", Recv: Reads, Does: OnDrain},
	{Func: "(*net/http.Server).SetKeepAlivesEnabled", Recv: Reads},
	{Func: "net/http.ListenAndServe", Does: Blocks | Accepts},
	{Func: "net/http.ListenAndServeTLS", Does: Blocks | Accepts},
	{Func: "net/http.Serve", Args: []Effect{Keeps, Keeps}, Does: Blocks | Accepts},
	{Func: "net/http.ServeTLS", Args: []Effect{Keeps, Keeps, Reads}, Does: Blocks | Accepts},

	// golang.org/x/net/http2: prepares the server, keeps nothing that matters here.
	{Func: "golang.org/x/net/http2.ConfigureServer", Args: []Effect{Reads, Reads}},

	// github.com/prometheus/exporter-toolkit/web: serve by their own rules, in processes that Prometheus' exporters mean to
	// be killed. What becomes of the server there is not for us to say.
	{Func: "github.com/prometheus/exporter-toolkit/web.ListenAndServe", Args: []Effect{Escapes, Reads, Reads}, Does: Blocks},
	{Func: "github.com/prometheus/exporter-toolkit/web.Serve", Args: []Effect{Keeps, Escapes, Reads, Reads}, Does: Blocks},
	{Func: "github.com/prometheus/exporter-toolkit/web.ServeMultiple", Args: []Effect{Keeps, Escapes, Reads, Reads}, Does: Blocks},

	// github.com/gin-gonic/gin: each makes an http.Server of its own, without timeouts, and keeps it to itself.
	{Func: "(*github.com/gin-gonic/gin.Engine).Run", Recv: RunsEngine, Does: Blocks},
	{Func: "(*github.com/gin-gonic/gin.Engine).RunTLS", Recv: RunsEngine, Does: Blocks},
	{Func: "(*github.com/gin-gonic/gin.Engine).RunUnix", Recv: RunsEngine, Does: Blocks},
	{Func: "(*github.com/gin-gonic/gin.Engine).RunFd", Recv: RunsEngine, Does: Blocks},
	{Func: "(*github.com/gin-gonic/gin.Engine).RunQUIC", Recv: RunsEngine, Does: Blocks},
	{Func: "(*github.com/gin-gonic/gin.Engine).RunListener", Recv: RunsEngine, Does: Blocks},

	// google.golang.org/grpc
	{Func: "google.golang.org/grpc.NewServer", Makes: []Made{{Kind: GRPCServer}}},
	{Func: "(*google.golang.org/grpc.Server).Serve", Recv: Serves, Args: []Effect{Keeps}, Does: Blocks},
	{Func: "(*google.golang.org/grpc.Server).GracefulStop", Recv: ShutsDown, Does: Blocks},
	{Func: "(*google.golang.org/grpc.Server).Stop", Recv: ForceCloses},
	{Func: "(*google.golang.org/grpc.Server).RegisterService", Recv: Reads},
	{Func: "(*google.golang.org/grpc.Server).GetServiceInfo", Recv: Reads},
	{Func: "google.golang.org/grpc/reflection.Register", Args: []Effect{Reads}},

	// Life cycles and groups of actors, which call their stops one after the other and wait for each.
	{Func: "(go.uber.org/fx.Lifecycle).Append", Args: []Effect{Escapes}, Does: LastFirst},
	{Func: "(*github.com/oklog/run.Group).Add", Args: []Effect{Reads, Reads}, Does: FirstFirst},
	{Func: "(*github.com/oklog/run.Group).Run", Does: Blocks},
}
