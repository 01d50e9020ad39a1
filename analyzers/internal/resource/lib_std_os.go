package resource

// Kinds of files.
const (
	osFile Kind = "os.File"
	fsFile Kind = "io/fs.File"
	osRoot Kind = "os.Root"
)

var _ = register(library{
	rows: [][]Row{
		each(Exits, "os.", "Exit"),
		each(Exits, "syscall.", "Exit"),
		each(Ambient, "os.", "Getenv", "LookupEnv", "Executable", "Getwd", "Hostname", "UserHomeDir"),
		each(Writable, "os.", "Create", "CreateTemp"),
		each(Cleans, "os.", "Remove", "RemoveAll"),
		each(Cleans, "(*os.Root).", "Remove", "RemoveAll"),
		taking("os.", "Remove", Removes),
		taking("os.", "RemoveAll", Removes),
		taking("syscall.", "Unlink", Removes),
		each(Cleans, "(*os.File).", "Sync"),
		each(Cleans, "(*os.Process).", "Kill", "Signal"),
	},

	resources: []Resource{
		{Kind: osFile, Category: "file-unclosed", Noun: "file", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
		{Kind: fsFile, Category: "file-unclosed", Noun: "file", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
		{Kind: osRoot, Category: "file-unclosed", Noun: "root", Verb: "closed", Deferred: "Close()", Lost: lostFile, Process: true},
	},
	unmade: map[Kind]string{fsFile: "what an fs.FS opens need not be a file of the system"},
	owed: [][]Row{
		made(osFile, "os.", "Open", "Create", "OpenFile", "CreateTemp", "OpenInRoot"),
		made(osFile, "io/ioutil.", "TempFile"),
		made(osFile, "(*os.Root).", "Open", "Create", "OpenFile"),
		made(osRoot, "os.", "OpenRoot"),
		made(osRoot, "(*os.Root).", "OpenRoot"),
		{{Func: "os.Pipe", Makes: []Made{{Result: 0, Kind: osFile}, {Result: 1, Kind: osFile}}}},
		having(Releases, "(*os.Root).", "Close"),
		having(Releases, "(*os.File).", "Close"),
		having(Releases, "(io/fs.File).", "Close"),
		having(Escapes, "(*os.File).", "Fd", "SyscallConn"), // the bare descriptor may be closed, or must outlive the file
		taking("syscall.", "Dup2", Escapes, Escapes),
	},
})
