package resource

var (
	_ = register(machinery("github.com/RichardKnop/machinery/v1"))
	_ = register(machinery("github.com/RichardKnop/machinery/v2"))
)

// machinery of one major version. Its workers wait for SIGINT and SIGTERM, if not told otherwise, and then for the tasks at work.
func machinery(path string) library {
	return library{rows: [][]Row{
		doing(OnSIGINT|OnSIGTERM|Blocks, "(*"+path+".Worker).", "Launch"),
		doing(OnSIGINT|OnSIGTERM, "(*"+path+".Worker).", "LaunchAsync"),
		doing(Blocks|Cleans, "(*"+path+".Worker).", "Quit"),
	}}
}
