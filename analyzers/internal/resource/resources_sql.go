package resource

// Kinds of database/sql.
const (
	SQLRows Kind = "database/sql.Rows"
	SQLStmt Kind = "database/sql.Stmt"
	SQLTx   Kind = "database/sql.Tx"
	SQLConn Kind = "database/sql.Conn"
	SQLDB   Kind = "database/sql.DB"
)

const (
	lostRows = "its connection does not go back to the pool, which runs dry"
	lostTx   = "its connection and its locks are held until the process ends"
)

var sqlResources = []Resource{
	{Kind: SQLRows, Category: "rows-unclosed", Noun: "rows", Verb: "closed", Deferred: "Close()", Lost: lostRows, Handed: true, Iterator: true},
	{Kind: SQLStmt, Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Deferred: "Close()", Lost: "the database keeps it prepared until the connection ends"},
	{Kind: SQLTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Deferred: "Rollback()", Lost: lostTx},
	{Kind: SQLConn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
	{Kind: SQLDB, Category: "conn-unclosed", Noun: "database", Verb: "closed", Deferred: "Close()", Lost: "its pool and goroutine stay for good", Process: true},
}

// query is a row of a method that returns rows; sans is the one to call where no rows are wanted.
func query(name, sans string) Row {
	return Row{Func: name, Makes: []Made{{Kind: SQLRows}}, Sans: sans}
}

// sqlRows are the functions of database/sql. A statement that a transaction prepares ends with it.
var sqlRows = []Row{
	query("(*database/sql.DB).Query", "Exec"),
	query("(*database/sql.DB).QueryContext", "ExecContext"),
	query("(*database/sql.Tx).Query", "Exec"),
	query("(*database/sql.Tx).QueryContext", "ExecContext"),
	query("(*database/sql.Conn).QueryContext", "ExecContext"),
	query("(*database/sql.Stmt).Query", "Exec"),
	query("(*database/sql.Stmt).QueryContext", "ExecContext"),
	{Func: "(*database/sql.Rows).Close", Recv: Releases},
	{Func: "(*database/sql.Rows).Next", Recv: Reads | Iterates},
	{Func: "(*database/sql.Rows).Err", Recv: Reads | ChecksErr},

	makes("(*database/sql.DB).Prepare", 0, SQLStmt),
	makes("(*database/sql.DB).PrepareContext", 0, SQLStmt),
	makes("(*database/sql.Conn).PrepareContext", 0, SQLStmt),
	{Func: "(*database/sql.Tx).Prepare"},
	{Func: "(*database/sql.Tx).PrepareContext"},
	{Func: "(*database/sql.Tx).Stmt", Args: []Effect{Reads}},
	{Func: "(*database/sql.Tx).StmtContext", Args: []Effect{Reads, Reads}},
	releases("(*database/sql.Stmt).Close"),

	makes("(*database/sql.DB).Begin", 0, SQLTx),
	makes("(*database/sql.DB).BeginTx", 0, SQLTx),
	makes("(*database/sql.Conn).BeginTx", 0, SQLTx),
	releases("(*database/sql.Tx).Commit"),
	releases("(*database/sql.Tx).Rollback"),

	makes("(*database/sql.DB).Conn", 0, SQLConn),
	releases("(*database/sql.Conn).Close"),
	makes("database/sql.Open", 0, SQLDB),
	makes("database/sql.OpenDB", 0, SQLDB),
	releases("(*database/sql.DB).Close"),
}
