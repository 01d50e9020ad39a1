package resource

var _ = register(library{
	calm: []string{"github.com/prometheus/client_golang/prometheus"},
	side: []string{"github.com/prometheus/client_golang/prometheus/promhttp"},
})
