package resource

// These end the process where the error is not nil.
var _ = register(library{
	rows: [][]Row{
		each(MayExit, "github.com/alecthomas/kingpin.", "FatalIfError"),
		each(MayExit, "github.com/alecthomas/kingpin/v2.", "FatalIfError"),
		each(Exits, "github.com/alecthomas/kingpin/v2.", "Fatalf", "FatalUsage"),
	},
})
