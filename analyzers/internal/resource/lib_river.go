package resource

const riverClient = "github.com/riverqueue/river.Client"

var _ = register(library{
	rows: [][]Row{
		// Start returns when the first jobs may be fetched. Stop waits for the jobs at work until its context ends.
		rowsOf(Row{Args: []Effect{BoundsStop}, Does: Blocks | Cleans}, "(*github.com/riverqueue/river.Client[TTx]).", []string{"Stop", "StopAndCancel"}),
	},
	stores: []string{riverClient},
})
