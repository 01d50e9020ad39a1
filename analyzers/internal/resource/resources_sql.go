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
	{Kind: SQLRows, Category: "rows-unclosed", Noun: "rows", Verb: "closed", Lost: lostRows, Handed: true},
	{Kind: SQLStmt, Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Lost: "the database keeps it prepared until the connection ends"},
	{Kind: SQLTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx},
	{Kind: SQLConn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Lost: lostRows},
	{Kind: SQLDB, Category: "conn-unclosed", Noun: "database", Verb: "closed", Lost: "its pool and goroutine stay for good", Process: true},
}

// sqlRows are the functions of database/sql. A statement that a transaction prepares ends with it.
var sqlRows = []Row{
	makes("(*database/sql.DB).Query", 0, SQLRows),
	makes("(*database/sql.DB).QueryContext", 0, SQLRows),
	makes("(*database/sql.Tx).Query", 0, SQLRows),
	makes("(*database/sql.Tx).QueryContext", 0, SQLRows),
	makes("(*database/sql.Conn).QueryContext", 0, SQLRows),
	makes("(*database/sql.Stmt).Query", 0, SQLRows),
	makes("(*database/sql.Stmt).QueryContext", 0, SQLRows),
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
