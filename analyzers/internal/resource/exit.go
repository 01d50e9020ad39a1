package resource

// exitRows are the functions that do not return.
var exitRows = []Row{
	{Func: "os.Exit", Does: Exits},
	{Func: "syscall.Exit", Does: Exits},
	{Func: "log.Fatal", Does: Exits, Args: []Effect{Reads}},
	{Func: "log.Fatalf", Does: Exits, Args: []Effect{Reads}},
	{Func: "log.Fatalln", Does: Exits, Args: []Effect{Reads}},
	{Func: "(*log.Logger).Fatal", Does: Exits, Args: []Effect{Reads}},
	{Func: "(*log.Logger).Fatalf", Does: Exits, Args: []Effect{Reads}},
	{Func: "(*log.Logger).Fatalln", Does: Exits, Args: []Effect{Reads}},
	{Func: "log.Panic", Does: Panics, Args: []Effect{Reads}},
	{Func: "log.Panicf", Does: Panics, Args: []Effect{Reads}},
	{Func: "log.Panicln", Does: Panics, Args: []Effect{Reads}},
	{Func: "(*log.Logger).Panic", Does: Panics, Args: []Effect{Reads}},
	{Func: "(*log.Logger).Panicf", Does: Panics, Args: []Effect{Reads}},
	{Func: "(*log.Logger).Panicln", Does: Panics, Args: []Effect{Reads}},
	{Func: "runtime.Goexit", Does: Panics},
}
