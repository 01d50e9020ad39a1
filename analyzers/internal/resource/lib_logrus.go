package resource

var _ = register(logrus("github.com/sirupsen/logrus."))

// logrus runs the handlers that were registered for Exit, but no defers.
func logrus(path string) library {
	l := library{
		loggers: []string{"github.com/sirupsen/logrus"},
		rows:    [][]Row{each(Exits, path, "Exit")},
	}
	for _, prefix := range []string{path, "(*" + path + "Logger).", "(*" + path + "Entry).", "(" + path + "FieldLogger).", "(" + path + "StdLogger)."} {
		l.rows = append(l.rows, each(Exits, prefix, "Fatal", "Fatalf", "Fatalln"), each(Panics, prefix, "Panic", "Panicf", "Panicln"))
	}
	for _, prefix := range []string{path, "(*" + path + "Logger).", "(*" + path + "Entry).", "(" + path + "FieldLogger)."} {
		l.rows = append(l.rows, doing(LogsFailure, prefix, "Error", "Errorf", "Errorln"))
	}
	return l
}
