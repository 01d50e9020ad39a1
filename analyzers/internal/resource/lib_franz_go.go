package resource

const franzClient Kind = "github.com/twmb/franz-go/pkg/kgo.Client"

var _ = register(library{
	rows: [][]Row{
		// Who leaves the group without a word keeps its partitions until the session times out. Close does not flush.
		doing(Blocks|Cleans, "(*github.com/twmb/franz-go/pkg/kgo.Client).", "Close", "CloseAllowingRebalance", "LeaveGroup", "LeaveGroupContext", "Flush"),
	},
	resources: []Resource{client(franzClient)},
	stores:    []string{string(franzClient)},
	owed: [][]Row{
		made(franzClient, "github.com/twmb/franz-go/pkg/kgo.", "NewClient"),
		having(Releases, "(*github.com/twmb/franz-go/pkg/kgo.Client).", "Close", "CloseAllowingRebalance"),
		each(Delivers, "(*github.com/twmb/franz-go/pkg/kgo.Client).", "PollFetches", "PollRecords"),
	},
})
