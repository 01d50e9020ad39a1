package resource

var _ = register(library{stores: []string{"xorm.io/xorm.Engine"}})
