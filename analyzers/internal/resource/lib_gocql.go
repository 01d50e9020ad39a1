package resource

var _ = register(library{stores: []string{"github.com/gocql/gocql.Session"}})
