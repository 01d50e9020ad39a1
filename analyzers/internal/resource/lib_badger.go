package resource

var _ = register(library{stores: []string{"github.com/dgraph-io/badger/v3.DB", "github.com/dgraph-io/badger/v4.DB"}})
