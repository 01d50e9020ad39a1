package resource

var _ = register(library{
	rows: [][]Row{
		each(Exits, "log.", "Fatal", "Fatalf", "Fatalln"),
		each(Exits, "(*log.Logger).", "Fatal", "Fatalf", "Fatalln"),
		each(Panics, "log.", "Panic", "Panicf", "Panicln"),
		each(Panics, "(*log.Logger).", "Panic", "Panicf", "Panicln"),
		doing(LogsFailure, "log/slog.", "Error", "ErrorContext"),
		doing(LogsFailure, "(*log/slog.Logger).", "Error", "ErrorContext"),
	},
	owed: [][]Row{
		taking("log.", "SetOutput", Keeps),
		taking("(*log.Logger).", "SetOutput", Keeps),
		taking("log.", "Print", Reads), taking("log.", "Println", Reads), taking("log.", "Printf", 0, Reads),
		{
			{Func: "log.New", Args: []Effect{Keeps, 0, 0}, Wraps: []Wrap{{0, 0}}},
			{Func: "log/slog.NewTextHandler", Args: []Effect{Keeps, Reads}, Wraps: []Wrap{{0, 0}}},
			{Func: "log/slog.NewJSONHandler", Args: []Effect{Keeps, Reads}, Wraps: []Wrap{{0, 0}}},
		},
	},
})
