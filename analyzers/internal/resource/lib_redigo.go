package resource

var _ = register(library{stores: []string{"github.com/gomodule/redigo/redis.Pool"}})
