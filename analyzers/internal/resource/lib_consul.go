package resource

// What is registered stays so until it is taken out, or fails its checks for long.
var _ = register(library{
	rows: [][]Row{
		each(Cleans, "(*github.com/hashicorp/consul/api.Agent).", "ServiceDeregister", "ServiceDeregisterOpts", "CheckDeregister"),
		each(Cleans, "(*github.com/hashicorp/consul/api.Catalog).", "Deregister"),
	},
})
