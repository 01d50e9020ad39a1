package resource

var _ = register(library{
	resources: []Resource{client("go.etcd.io/etcd/client/v3.Client")},
	owed: [][]Row{
		made("go.etcd.io/etcd/client/v3.Client", "go.etcd.io/etcd/client/v3.", "New", "NewFromURL"),
		having(Releases, "(*go.etcd.io/etcd/client/v3.Client).", "Close"),
	},
})
