package resource

// Fatal logs, and panics: deferred calls run.
var _ = register(library{
	loggers: []string{"code.cloudfoundry.org/lager", "code.cloudfoundry.org/lager/v3"},
	rows: [][]Row{
		doing(LogsFailure, "(code.cloudfoundry.org/lager.Logger).", "Error"),
		doing(LogsFailure, "(code.cloudfoundry.org/lager/v3.Logger).", "Error"),
		doing(Panics, "(code.cloudfoundry.org/lager.Logger).", "Fatal"),
		doing(Panics, "(code.cloudfoundry.org/lager/v3.Logger).", "Fatal"),
	},
})
