package resource

var _ = register(library{stores: []string{"github.com/uptrace/bun.DB"}})
