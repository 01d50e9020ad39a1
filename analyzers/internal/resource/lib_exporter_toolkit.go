package resource

// It serves by its own rules, in processes that Prometheus' exporters mean to be killed: whether the server is to be shut down at all is
// not for us to say, and so the server escapes as well. Where it is, they return http.ErrServerClosed as Serve does.
var _ = register(library{
	rows: [][]Row{{
		{Func: "github.com/prometheus/exporter-toolkit/web.ListenAndServe", Args: []Effect{Serves | Escapes, Reads, Reads}, Does: Blocks | PassesClosed},
		{Func: "github.com/prometheus/exporter-toolkit/web.Serve", Args: []Effect{Keeps, Serves | Escapes, Reads, Reads}, Does: Blocks | PassesClosed},
		{Func: "github.com/prometheus/exporter-toolkit/web.ServeMultiple", Args: []Effect{Keeps, Serves | Escapes, Reads, Reads}, Does: Blocks | PassesClosed},
	}},
})
