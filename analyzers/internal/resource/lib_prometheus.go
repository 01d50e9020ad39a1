package resource

var _ = register(library{side: []string{"github.com/prometheus/client_golang/prometheus/promhttp"}})
