package resource

var _ = register(library{stores: []string{"github.com/syndtr/goleveldb/leveldb.DB"}})
