package resource

const asynqClient Kind = "github.com/hibiken/asynq.Client"

var _ = register(library{
	rows: [][]Row{
		// These wait for SIGINT and SIGTERM, the server for SIGTSTP as well, and then for the tasks at work: for 8 s, if not told otherwise.
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(*github.com/hibiken/asynq.Server).", "Run"),
		doing(OnSIGINT|OnSIGTERM|Blocks, "(*github.com/hibiken/asynq.Scheduler).", "Run"),
		doing(OnSIGINT|OnSIGTERM|Blocks, "(*github.com/hibiken/asynq.PeriodicTaskManager).", "Run"),

		doing(Blocks|Cleans, "(*github.com/hibiken/asynq.Server).", "Shutdown"), // puts back what is not done in time
		doing(Blocks|Cleans, "(*github.com/hibiken/asynq.Scheduler).", "Shutdown"),
		doing(Blocks|Cleans, "(*github.com/hibiken/asynq.PeriodicTaskManager).", "Shutdown"),
	},
	resources: []Resource{client(asynqClient)},
	stores:    []string{string(asynqClient)},
	owed: [][]Row{
		made(asynqClient, "github.com/hibiken/asynq.", "NewClient"), // NewClientFromRedisClient shares a connection, and must not close it
		having(Releases, "(*github.com/hibiken/asynq.Client).", "Close"),
	},
})
