package resource

var _ = register(library{
	rows: [][]Row{each(Harmless, "(*github.com/fsnotify/fsnotify.Watcher).", "Close")},
})
