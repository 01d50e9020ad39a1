package resource

var _ = register(library{
	rows: [][]Row{doing(Begins, "(*github.com/robfig/cron/v3.Cron).", "Stop")},
})
