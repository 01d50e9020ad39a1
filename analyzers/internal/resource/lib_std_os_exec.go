package resource

// Cmd is a command, which must be waited for once it has been started.
const Cmd Kind = "os/exec.Cmd"

var _ = register(library{
	owed: [][]Row{
		having(Starts, "(*os/exec.Cmd).", "Start"),
		having(Releases, "(*os/exec.Cmd).", "Wait", "Run", "Output", "CombinedOutput"),
		having(Releases, "(*os.Process).", "Wait", "Release"),
		having(Reads, "(*os.Process).", "Kill"),
		{{Func: "(*os.Process).Signal", Recv: Reads, Args: []Effect{Reads}}},
	},
})
