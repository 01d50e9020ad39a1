package resource

var _ = register(library{
	rows: [][]Row{each(MayExit, "(*github.com/alecthomas/kong.Kong).", "FatalIfErrorf")}, // where the error is not nil
})
