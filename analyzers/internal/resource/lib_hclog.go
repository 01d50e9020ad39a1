package resource

var _ = register(library{loggers: []string{"github.com/hashicorp/go-hclog"}})
