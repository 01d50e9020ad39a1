package resource

var _ = register(library{
	loggers: []string{"github.com/apex/log"},
	rows:    [][]Row{each(Exits, "github.com/apex/log.", "Fatal", "Fatalf")},
})
