package resource

var _ = register(library{stores: []string{"github.com/go-pg/pg/v10.DB"}})
