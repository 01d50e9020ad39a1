package resource

// Fatal says how bad it is, and returns.
var _ = register(library{
	loggers: []string{"github.com/ONSdigital/log.go/v2/log"},
	rows:    [][]Row{doing(LogsFailure, "github.com/ONSdigital/log.go/v2/log.", "Error", "Fatal")},
})
