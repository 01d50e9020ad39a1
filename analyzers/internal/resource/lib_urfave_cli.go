package resource

var (
	_ = register(cli("github.com/urfave/cli"))
	_ = register(cli("github.com/urfave/cli/v2"))
	_ = register(cli("github.com/urfave/cli/v3"))
)

// cli of one major version ends the process where the error is not nil.
func cli(path string) library {
	return library{
		rows:     [][]Row{each(MayExit, path+".", "HandleExitCoder")},
		commands: []string{path + ".App.Action", path + ".Command.Action"},
		prepares: []string{path + ".App.Before", path + ".Command.Before"},
	}
}
