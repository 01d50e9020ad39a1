package resource

var _ = register(library{requests: []string{"github.com/emicklei/go-restful/v3.Response"}})
