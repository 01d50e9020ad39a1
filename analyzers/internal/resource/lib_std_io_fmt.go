package resource

var _ = register(library{
	rows: [][]Row{
		writing("fmt.", "Fprint", "Fprintf", "Fprintln"),
		writing("io.", "Copy", "CopyN", "CopyBuffer", "WriteString"),
		writing("(*text/template.Template).", "Execute", "ExecuteTemplate"),
		writing("(*html/template.Template).", "Execute", "ExecuteTemplate"),
	},
	owed: [][]Row{
		having(Releases, "(io.Closer).", "Close"),
		having(Drains, "(io.Reader).", "Read"),
		taking("io.", "ReadAll", Drains),
		taking("io/ioutil.", "ReadAll", Drains),
		wrapping("io.", "NopCloser", "LimitReader", "MultiReader", "MultiWriter", "NewSectionReader", "NewOffsetWriter"),
		{{Func: "io.TeeReader", Args: []Effect{Reads, Reads}, Wraps: []Wrap{{0, 0}, {1, 0}}}},

		// What reads or writes and lets go.
		taking("fmt.", "Fprint", Reads, Reads), taking("fmt.", "Fprintln", Reads, Reads), taking("fmt.", "Fprintf", Reads, 0, Reads),
		taking("fmt.", "Print", Reads), taking("fmt.", "Println", Reads), taking("fmt.", "Printf", 0, Reads),
		taking("fmt.", "Sprint", Reads), taking("fmt.", "Sprintln", Reads), taking("fmt.", "Sprintf", 0, Reads),
		taking("fmt.", "Errorf", 0, Reads),
	},
})
