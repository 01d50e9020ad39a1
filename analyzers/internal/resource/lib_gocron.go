package resource

var _ = register(library{
	rows: [][]Row{
		// These wait for the jobs that run: those of the second version for 10 s, if not told otherwise.
		doing(Blocks|Cleans, "(*github.com/go-co-op/gocron.Scheduler).", "Stop"),
		doing(Blocks|Cleans, "(github.com/go-co-op/gocron/v2.Scheduler).", "Shutdown", "ShutdownWithContext", "StopJobs", "StopJobsWithContext"),

		doing(Blocks, "(*github.com/go-co-op/gocron.Scheduler).", "StartBlocking"),
	},
	allowances: map[string]Allowance{"github.com/go-co-op/gocron/v2.WithStopTimeout": {Arg: 0}},
})
