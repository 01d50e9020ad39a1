package resource

var _ = register(library{
	loggers: []string{"go.uber.org/zap", "go.uber.org/zap/zapcore"},
	sinks:   map[Kind]string{"go.uber.org/zap/zapcore.BufferedWriteSyncer": ""}, // until it is full, synced or stopped
	rows: [][]Row{
		each(Exits, "(*go.uber.org/zap.Logger).", "Fatal"),
		each(Exits, "(*go.uber.org/zap.SugaredLogger).", "Fatal", "Fatalf", "Fatalln", "Fatalw"),
		each(Panics, "(*go.uber.org/zap.Logger).", "Panic"),
		each(Panics, "(*go.uber.org/zap.SugaredLogger).", "Panic", "Panicf", "Panicln", "Panicw"),
		doing(LogsFailure, "(*go.uber.org/zap.Logger).", "Error"),
		doing(LogsFailure, "(*go.uber.org/zap.SugaredLogger).", "Error", "Errorf", "Errorw", "Errorln"),

		having(Flushes, "(*go.uber.org/zap.Logger).", "Sync"),
		having(Flushes, "(*go.uber.org/zap.SugaredLogger).", "Sync"),
		having(Flushes, "(go.uber.org/zap/zapcore.WriteSyncer).", "Sync"),
		having(Flushes, "(go.uber.org/zap/zapcore.Core).", "Sync"),
		having(Flushes, "(*go.uber.org/zap/zapcore.BufferedWriteSyncer).", "Stop", "Sync"),
		each(Harmless, "(*go.uber.org/zap.Logger).", "Sync"), // writes through, unless its sink is buffered
		each(Harmless, "(*go.uber.org/zap.SugaredLogger).", "Sync"),

		derives("(*go.uber.org/zap.Logger).", "Sugar", "With", "WithOptions", "Named", "WithLazy"),
		derives("(*go.uber.org/zap.SugaredLogger).", "Desugar", "With", "WithOptions", "Named"),
		wrapping("go.uber.org/zap/zapcore.", "NewTee", "Lock", "AddSync"),
		taking("go.uber.org/zap.", "ReplaceGlobals", Escapes), // zap.L().Sync() may flush it
		{
			{Func: "go.uber.org/zap.New", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}}},
			{Func: "go.uber.org/zap/zapcore.NewCore", Args: []Effect{Reads, Reads, Reads}, Wraps: []Wrap{{1, 0}}},
		},
	},
})
