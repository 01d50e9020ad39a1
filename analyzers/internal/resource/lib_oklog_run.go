package resource

var _ = register(library{
	rows: [][]Row{
		// Actors are interrupted one after the other.
		{{Func: "(*github.com/oklog/run.Group).Add", Args: []Effect{Reads, Reads}, Does: FirstFirst}},
		doing(Blocks, "(*github.com/oklog/run.Group).", "Run"),
		taking("github.com/oklog/run.", "SignalHandler", Reads, Registers), // when the actor runs
	},
})
