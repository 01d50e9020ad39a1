package resource

var _ = register(library{
	rows: [][]Row{
		{{Func: "(*gorm.io/gorm.DB).DB", Recv: Reads, Wraps: []Wrap{{Recv, 0}}}}, // the database below
	},
	owed: [][]Row{made(sqlRows, "(*gorm.io/gorm.DB).", "Rows")},
})
