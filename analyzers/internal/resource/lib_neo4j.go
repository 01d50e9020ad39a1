package resource

var _ = register(library{stores: []string{"github.com/neo4j/neo4j-go-driver/v5/neo4j.DriverWithContext"}})
