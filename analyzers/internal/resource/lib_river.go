package resource

const riverClient = "github.com/riverqueue/river.Client"

var _ = register(library{
	rows: [][]Row{
		// Start returns when the first jobs may be fetched. Stop waits for the jobs at work until its context ends.
		doing(Blocks|Cleans, "(*github.com/riverqueue/river.Client[TTx]).", "Stop", "StopAndCancel"),
	},
	stores: []string{riverClient},
})
