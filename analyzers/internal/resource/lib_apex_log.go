package resource

var _ = register(library{
	loggers: []string{"github.com/apex/log"},
	rows: [][]Row{
		each(Exits, "github.com/apex/log.", "Fatal", "Fatalf"),
		doing(LogsFailure, "github.com/apex/log.", "Error", "Errorf"),
		doing(LogsFailure, "(*github.com/apex/log.Logger).", "Error", "Errorf"),
		doing(LogsFailure, "(*github.com/apex/log.Entry).", "Error", "Errorf"),
	},
})
