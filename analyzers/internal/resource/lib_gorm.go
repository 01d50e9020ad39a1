package resource

// gormTx is a transaction of gorm, which has the type of the database; Begin makes one.
const gormTx Kind = "gorm.io/gorm.DB"

var _ = register(library{
	rows: [][]Row{
		{{Func: "(*gorm.io/gorm.DB).DB", Recv: Reads, Wraps: []Wrap{{Recv, 0}}}}, // the database below
		each(Cleans, "(*gorm.io/gorm.DB).", "Commit", "Rollback"),
	},
	resources: []Resource{{Kind: gormTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx, Status: "Error"}},
	owed: [][]Row{
		made(sqlRows, "(*gorm.io/gorm.DB).", "Rows"),
		made(gormTx, "(*gorm.io/gorm.DB).", "Begin"),
		having(Releases, "(*gorm.io/gorm.DB).", "Commit", "Rollback"),
		derives("(*gorm.io/gorm.DB).", "Assign", "Association", "Attrs", "Clauses", "Count", "Create", "CreateInBatches", "Debug", "Delete", "Distinct",
			"Exec", "Find", "FindInBatches", "First", "FirstOrCreate", "FirstOrInit", "Group", "Having", "InnerJoins", "Joins", "Last", "Limit", "Model", "Not",
			"Offset", "Omit", "Or", "Order", "Pluck", "Preload", "Raw", "RollbackTo", "Save", "SavePoint", "Scan", "Scopes", "Select", "Session", "Set", "Table",
			"Take", "Unscoped", "Update", "UpdateColumn", "UpdateColumns", "Updates", "Where", "WithContext"),
	},
})
