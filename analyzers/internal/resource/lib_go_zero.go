package resource

var _ = register(library{
	rows: [][]Row{
		each(MayExit, "github.com/zeromicro/go-zero/core/logx.", "Must"), // where the error is not nil
		each(MayExit, "github.com/zeromicro/go-zero/core/conf.", "MustLoad"),
	},
})
