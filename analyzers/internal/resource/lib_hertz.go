package resource

var _ = register(library{
	requests: []string{"github.com/cloudwego/hertz/pkg/app.RequestContext"},
	pooled:   []string{"github.com/cloudwego/hertz/pkg/app.RequestContext"},
	rows:     [][]Row{each(Exits, "github.com/cloudwego/hertz/pkg/common/hlog.", "Fatal", "Fatalf")},
})
