package resource

var (
	_ = register(glog("github.com/golang/glog"))
	_ = register(glog("k8s.io/klog"))
	_ = register(glog("k8s.io/klog/v2"))
)

// glog, and klog of one major version, which flush their own files before they exit.
func glog(path string) library {
	l := library{
		loggers: []string{path},
		rows: [][]Row{
			each(Exits|Cleans, path+".", "Fatal", "Fatalf", "Fatalln", "FatalDepth", "Exit", "Exitf", "Exitln", "ExitDepth"),
			each(Cleans, path+".", "Flush"),
			doing(LogsFailure, path+".", "Error", "Errorf"),
		},
	}
	if path == "k8s.io/klog/v2" {
		l.rows = append(l.rows, each(Exits|Cleans, path+".", "FlushAndExit"), doing(LogsFailure, path+".", "ErrorS"))
	}
	return l
}
