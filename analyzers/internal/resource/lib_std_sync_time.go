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
	owed: [][]Row{
		{ // those of atomic.Value and sync.Map take anything, so that nobody knows what becomes of it
			{Func: "(*sync/atomic.Pointer[T]).Load", Recv: Reads, Wraps: []Wrap{{Recv, 0}}},
			{Func: "(*sync/atomic.Pointer[T]).Store", Recv: Reads, Args: []Effect{Keeps}, Wraps: []Wrap{{0, Recv}}},
			{Func: "(*sync/atomic.Pointer[T]).Swap", Recv: Reads, Args: []Effect{Keeps}, Wraps: []Wrap{{0, Recv}, {Recv, 0}}},
			{Func: "(*sync/atomic.Pointer[T]).CompareAndSwap", Recv: Reads, Args: []Effect{Reads, Keeps}, Wraps: []Wrap{{1, Recv}}},
		},
	},
})
