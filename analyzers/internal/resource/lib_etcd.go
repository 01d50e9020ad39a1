package resource

var _ = register(library{
	resources: []Resource{client("go.etcd.io/etcd/client/v3.Client")},
	rows: [][]Row{
		each(Cleans, "(go.etcd.io/etcd/client/v3/naming/endpoints.Manager).", "DeleteEndpoint"), // clients go on to come to what has gone
	},
	owed: [][]Row{
		made("go.etcd.io/etcd/client/v3.Client", "go.etcd.io/etcd/client/v3.", "New", "NewFromURL"),
		having(Releases, "(*go.etcd.io/etcd/client/v3.Client).", "Close"),
	},
})
