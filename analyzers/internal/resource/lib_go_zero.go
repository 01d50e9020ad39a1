package resource

var _ = register(library{
	rows: [][]Row{
		// Package proc, which these import, listens to the signals from the beginning, and ends the process.
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(*github.com/zeromicro/go-zero/rest.Server).", "Start", "StartWithOpts"),
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(*github.com/zeromicro/go-zero/zrpc.RpcServer).", "Start"),
		doing(OnSIGINT|OnSIGTERM|OnOther|Blocks, "(*github.com/zeromicro/go-zero/core/service.ServiceGroup).", "Start"),

		// Servers are drained by such listeners as well, and all run at once.
		doing(OnDrain, "github.com/zeromicro/go-zero/core/proc.", "AddShutdownListener", "AddWrapUpListener"),

		each(MayExit, "github.com/zeromicro/go-zero/core/logx.", "Must"), // where the error is not nil
		each(MayExit, "github.com/zeromicro/go-zero/core/conf.", "MustLoad"),
	},
})
