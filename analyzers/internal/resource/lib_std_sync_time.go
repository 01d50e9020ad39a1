package resource

var _ = register(library{
	rows: [][]Row{
		doing(Blocks, "(*sync.WaitGroup).", "Wait"),
		doing(EndsWait, "(*sync.WaitGroup).", "Done", "Add"),
		each(Spawns, "(*sync.WaitGroup).", "Go"),
		each(RunsOnce, "(*sync.Once).", "Do"),
		each(RunsOnce, "sync.", "OnceFunc", "OnceValue", "OnceValues"),
		doing(Blocks, "(*sync.Cond).", "Wait"),
		doing(EndsWait, "(*sync.Cond).", "Signal", "Broadcast"),

		doing(TakesTime, "time.", "After", "AfterFunc", "Tick", "NewTimer", "Sleep"),
		each(Spawns, "time.", "AfterFunc"),
	},
})
