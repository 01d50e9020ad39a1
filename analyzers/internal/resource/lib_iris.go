package resource

var _ = register(library{requests: []string{"github.com/kataras/iris/v12/context.Context"}})
