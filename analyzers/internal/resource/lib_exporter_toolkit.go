package resource

// It serves by its own rules, in processes that Prometheus' exporters mean to be killed. What becomes of the server there is
// not for us to say.
var _ = register(library{
	rows: [][]Row{{
		{Func: "github.com/prometheus/exporter-toolkit/web.ListenAndServe", Args: []Effect{Escapes, Reads, Reads}, Does: Blocks},
		{Func: "github.com/prometheus/exporter-toolkit/web.Serve", Args: []Effect{Keeps, Escapes, Reads, Reads}, Does: Blocks},
		{Func: "github.com/prometheus/exporter-toolkit/web.ServeMultiple", Args: []Effect{Keeps, Escapes, Reads, Reads}, Does: Blocks},
	}},
})
