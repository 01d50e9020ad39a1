package resource

// Kinds of database/sql.
const (
	sqlRows Kind = "database/sql.Rows"
	sqlStmt Kind = "database/sql.Stmt"
	sqlTx   Kind = "database/sql.Tx"
	sqlConn Kind = "database/sql.Conn"
	sqlDB   Kind = "database/sql.DB"
)

// query is a row of a method that returns rows; sans is the one to call where no rows are wanted.
func query(name, sans string) Row {
	return Row{Func: name, Makes: []Made{{Kind: sqlRows}}, Sans: sans}
}

var _ = register(library{
	rows: [][]Row{
		each(Closes, "(*database/sql.DB).", "Close"),
		each(Cleans, "(*database/sql.Tx).", "Rollback", "Commit"),
		each(Harmless, "(*database/sql.Rows).", "Close"),
		each(Harmless, "(*database/sql.Stmt).", "Close"),
	},

	resources: []Resource{
		{Kind: sqlRows, Category: "rows-unclosed", Noun: "rows", Verb: "closed", Deferred: "Close()", Lost: lostRows, Handed: true, Iterator: true},
		{Kind: sqlStmt, Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Deferred: "Close()", Lost: lostStmt},
		{Kind: sqlTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Deferred: "Rollback()", Lost: lostTx},
		{Kind: sqlConn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
		{Kind: sqlDB, Category: "conn-unclosed", Noun: "database", Verb: "closed", Deferred: "Close()", Lost: "its pool and goroutine stay for good", Process: true, Pool: true},
	},
	stores: []string{string(sqlDB)},
	owed: [][]Row{
		{
			query("(*database/sql.DB).Query", "Exec"),
			query("(*database/sql.DB).QueryContext", "ExecContext"),
			query("(*database/sql.Tx).Query", "Exec"),
			query("(*database/sql.Tx).QueryContext", "ExecContext"),
			query("(*database/sql.Conn).QueryContext", "ExecContext"),
			query("(*database/sql.Stmt).Query", "Exec"),
			query("(*database/sql.Stmt).QueryContext", "ExecContext"),
		},
		having(Releases, "(*database/sql.Rows).", "Close"),
		having(Reads|Iterates, "(*database/sql.Rows).", "Next"),
		having(Reads|ChecksErr, "(*database/sql.Rows).", "Err"),

		made(sqlStmt, "(*database/sql.DB).", "Prepare", "PrepareContext"),
		made(sqlStmt, "(*database/sql.Conn).", "PrepareContext"),
		having(0, "(*database/sql.Tx).", "Prepare", "PrepareContext"), // these end with the transaction
		taking("(*database/sql.Tx).", "Stmt", Reads),
		taking("(*database/sql.Tx).", "StmtContext", Reads, Reads),
		having(Releases, "(*database/sql.Stmt).", "Close"),

		made(sqlTx, "(*database/sql.DB).", "Begin", "BeginTx"),
		made(sqlTx, "(*database/sql.Conn).", "BeginTx"),
		having(Releases, "(*database/sql.Tx).", "Commit", "Rollback"),

		made(sqlConn, "(*database/sql.DB).", "Conn"),
		having(Releases, "(*database/sql.Conn).", "Close"),
		made(sqlDB, "database/sql.", "Open", "OpenDB"),
		having(Releases, "(*database/sql.DB).", "Close"),
	},
})
