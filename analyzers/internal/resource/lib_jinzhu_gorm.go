package resource

// jinzhuTx is a transaction of the first generation of gorm.
const jinzhuTx Kind = "github.com/jinzhu/gorm.DB"

var _ = register(library{
	rows: [][]Row{
		each(Closes, "(*github.com/jinzhu/gorm.DB).", "Close"),
		each(Cleans, "(*github.com/jinzhu/gorm.DB).", "Commit", "Rollback", "RollbackUnlessCommitted"),
	},
	resources: []Resource{{Kind: jinzhuTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx, Status: "Error"}},
	stores:    []string{string(jinzhuTx)},
	owed: [][]Row{
		made(sqlRows, "(*github.com/jinzhu/gorm.DB).", "Rows"),
		made(jinzhuTx, "(*github.com/jinzhu/gorm.DB).", "Begin", "BeginTx"),
		having(Releases, "(*github.com/jinzhu/gorm.DB).", "Commit", "Rollback", "RollbackUnlessCommitted"),
		derives("(*github.com/jinzhu/gorm.DB).", "Assign", "Attrs", "Count", "Create", "Debug", "Delete", "Exec", "Find", "First", "FirstOrCreate",
			"FirstOrInit", "Group", "Having", "InstantSet", "Joins", "Last", "Limit", "Model", "New", "Not", "Offset", "Omit", "Or", "Order", "Pluck", "Preload",
			"Raw", "Related", "Save", "Scan", "ScanRows", "Scopes", "Select", "Set", "Table", "Take", "Unscoped", "Update", "UpdateColumn", "UpdateColumns",
			"Updates", "Where"),
	},
})
