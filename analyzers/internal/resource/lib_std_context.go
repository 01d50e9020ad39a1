package resource

var _ = register(library{
	rows: [][]Row{
		doing(Unending, "context.", "Background", "TODO"),
		doing(Derives, "context.", "WithCancel", "WithCancelCause"),
		{{Func: "context.WithValue", Args: []Effect{Reads, Reads, Escapes}, Does: Derives}},
		doing(Derives|Limits, "context.", "WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause"),
		doing(Derives|Detaches, "context.", "WithoutCancel"),
		doing(AfterDone, "context.", "AfterFunc"),
		each(Spawns, "context.", "AfterFunc"),
		doing(AwaitsDone, "(context.Context).", "Done"),
	},
})
