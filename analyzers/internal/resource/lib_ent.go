package resource

var _ = register(library{stores: []string{"entgo.io/ent/dialect.Driver", "entgo.io/ent/dialect/sql.Driver"}})
