package resource

var _ = register(library{stores: []string{"go.etcd.io/bbolt.DB"}})
