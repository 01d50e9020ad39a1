package resource

var _ = register(library{stores: []string{"github.com/jinzhu/gorm.DB"}})
