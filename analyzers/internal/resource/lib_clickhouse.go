package resource

var _ = register(library{stores: []string{"github.com/ClickHouse/clickhouse-go/v2/lib/driver.Conn"}})
