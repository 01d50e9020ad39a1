package resource

var _ = register(library{requests: []string{"github.com/gogf/gf/v2/net/ghttp.Request"}})
