package resource

var _ = register(library{
	rows: [][]Row{
		doing(OnSignal, "k8s.io/apiserver/pkg/server.", "SetupSignalContext"),
		each(Harmless, "(*k8s.io/client-go/util/workqueue.Typed[T]).", "ShutDown"),
	},
})
