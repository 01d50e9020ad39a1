package resource

const entDriver Kind = "entgo.io/ent/dialect/sql.Driver"

var _ = register(library{
	resources: []Resource{{Kind: entDriver, Category: "conn-unclosed", Noun: "database", Verb: "closed", Lost: "its pool and goroutine stay for good", Process: true}},
	stores:    []string{"entgo.io/ent/dialect.Driver", string(entDriver)},
	owed: [][]Row{
		made(entDriver, "entgo.io/ent/dialect/sql.", "Open"),
		having(Releases, "(*entgo.io/ent/dialect/sql.Driver).", "Close"),
		{{Func: "entgo.io/ent/dialect/sql.OpenDB", Args: []Effect{0, Reads}, Wraps: []Wrap{{1, 0}}}}, // who closes it closes what it is made of
	},
})
