package resource

var _ = register(library{
	rows: [][]Row{
		each(Panics, "runtime.", "Goexit"),
		each(Cleans, "runtime/pprof.", "StopCPUProfile", "WriteHeapProfile"),
		each(Cleans, "runtime/trace.", "Stop"),
		each(Ambient, "runtime.", "Caller"),
	},
	owed: [][]Row{
		{{Func: "runtime/pprof.StartCPUProfile", Args: []Effect{Keeps}, Until: "runtime/pprof.StopCPUProfile"}},
		{{Func: "runtime/trace.Start", Args: []Effect{Keeps}, Until: "runtime/trace.Stop"}},
		taking("runtime/debug.", "SetCrashOutput", Reads, 0),
	},
})
