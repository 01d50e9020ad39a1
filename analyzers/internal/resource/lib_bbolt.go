package resource

var _ = register(library{stores: []string{"github.com/boltdb/bolt.DB", "go.etcd.io/bbolt.DB"}})
