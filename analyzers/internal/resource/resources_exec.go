package resource

// Cmd is a command, which must be waited for once it has been started.
const Cmd Kind = "os/exec.Cmd"

// commandRows are the methods of os/exec.Cmd and os.Process.
var commandRows = []Row{
	{Func: "(*os/exec.Cmd).Start", Recv: Starts},
	releases("(*os/exec.Cmd).Wait"),
	releases("(*os/exec.Cmd).Run"),
	releases("(*os/exec.Cmd).Output"),
	releases("(*os/exec.Cmd).CombinedOutput"),
	releases("(*os.Process).Wait"),
	releases("(*os.Process).Release"),
	{Func: "(*os.Process).Kill", Recv: Reads},
	{Func: "(*os.Process).Signal", Recv: Reads, Args: []Effect{Reads}},
}
