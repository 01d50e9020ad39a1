package resource

// Those of github.com/sourcegraph/conc are missing on purpose: its Wait panics in the waiting goroutine instead.
var _ = register(library{
	rows: [][]Row{
		doing(Derives, "golang.org/x/sync/errgroup.", "WithContext"), // its second result
		doing(Blocks|EndsGroup, "(*golang.org/x/sync/errgroup.Group).", "Wait"),
		each(Spawns, "(*golang.org/x/sync/errgroup.Group).", "Go", "TryGo"),
	},
})
