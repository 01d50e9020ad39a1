package resource

var _ = register(library{
	loggers: []string{"github.com/charmbracelet/log"},
	rows: [][]Row{
		each(Exits, "github.com/charmbracelet/log.", "Fatal", "Fatalf"),
		each(Exits, "(*github.com/charmbracelet/log.Logger).", "Fatal", "Fatalf"),
		doing(LogsFailure, "github.com/charmbracelet/log.", "Error", "Errorf"),
		doing(LogsFailure, "(*github.com/charmbracelet/log.Logger).", "Error", "Errorf"),
	},
})
