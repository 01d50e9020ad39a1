package resource

var _ = register(library{
	loggers: []string{"github.com/hashicorp/go-hclog"},
	rows:    [][]Row{doing(LogsFailure, "(github.com/hashicorp/go-hclog.Logger).", "Error")},
})
