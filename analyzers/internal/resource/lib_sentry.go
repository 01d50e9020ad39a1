package resource

// Sentry sends events from a goroutine of its own.
const Sentry = "github.com/getsentry/sentry-go"

var _ = register(library{
	rows: [][]Row{
		each(Queues, "github.com/getsentry/sentry-go.", "Init"),
		each(Cleans|Empties, "github.com/getsentry/sentry-go.", "Flush", "FlushWithContext"),
		each(Cleans|Empties, "(*github.com/getsentry/sentry-go.Hub).", "Flush", "FlushWithContext"),
		each(Cleans|Empties, "(*github.com/getsentry/sentry-go.Client).", "Flush", "FlushWithContext"),
		each(Empties, "github.com/getsentry/sentry-go.", "NewHTTPSyncTransport"), // has no queue
		{{Func: "github.com/getsentry/sentry-go/gin.New", Does: Recovering, Unless: "Repanic"}},
	},
})
