package resource

var _ = register(library{
	rows: [][]Row{doing(OnSignal, "sigs.k8s.io/controller-runtime/pkg/manager/signals.", "SetupSignalHandler")},
})
