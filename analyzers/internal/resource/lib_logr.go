package resource

var _ = register(library{
	loggers: []string{"github.com/go-logr/logr"},
	rows:    [][]Row{doing(LogsFailure, "(github.com/go-logr/logr.Logger).", "Error")},
})
