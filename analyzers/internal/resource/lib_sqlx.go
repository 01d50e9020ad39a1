package resource

// Kinds of sqlx.
const (
	sqlxRows      Kind = "github.com/jmoiron/sqlx.Rows"
	sqlxStmt      Kind = "github.com/jmoiron/sqlx.Stmt"
	sqlxNamedStmt Kind = "github.com/jmoiron/sqlx.NamedStmt"
	sqlxTx        Kind = "github.com/jmoiron/sqlx.Tx"
	sqlxConn      Kind = "github.com/jmoiron/sqlx.Conn"
	sqlxDB        Kind = "github.com/jmoiron/sqlx.DB"
)

// Its types hold those of database/sql, and what its functions do follows from that.
var _ = register(library{
	rows: [][]Row{each(Harmless, "(*github.com/jmoiron/sqlx.NamedStmt).", "Close")},

	resources: []Resource{
		{Kind: sqlxRows, Category: "rows-unclosed", Noun: "rows", Verb: "closed", Deferred: "Close()", Lost: lostRows, Handed: true, Iterator: true},
		{Kind: sqlxStmt, Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Deferred: "Close()", Lost: lostStmt},
		{Kind: sqlxNamedStmt, Category: "stmt-unclosed", Noun: "statement", Verb: "closed", Deferred: "Close()", Lost: lostStmt},
		{Kind: sqlxTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Deferred: "Rollback()", Lost: lostTx},
		{Kind: sqlxConn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
		{Kind: sqlxDB, Category: "conn-unclosed", Noun: "database", Verb: "closed", Lost: "its pool and goroutine stay for good", Process: true, Pool: true},
	},
	through: map[Kind]string{
		sqlxRows: string(sqlRows), sqlxStmt: string(sqlStmt), sqlxTx: string(sqlTx), sqlxConn: string(sqlConn), sqlxDB: string(sqlDB),
	},
	stores: []string{string(sqlxDB)},
	owed: [][]Row{
		made(sqlxRows, "(*github.com/jmoiron/sqlx.DB).", "Queryx", "QueryxContext", "NamedQuery", "NamedQueryContext"),
		made(sqlxRows, "(*github.com/jmoiron/sqlx.Tx).", "Queryx", "QueryxContext", "NamedQuery"),
		made(sqlxRows, "(*github.com/jmoiron/sqlx.Conn).", "QueryxContext"),
		made(sqlxRows, "(*github.com/jmoiron/sqlx.Stmt).", "Queryx", "QueryxContext"),
		made(sqlxRows, "(*github.com/jmoiron/sqlx.NamedStmt).", "Queryx", "QueryxContext"),
		made(sqlRows, "(*github.com/jmoiron/sqlx.NamedStmt).", "Query", "QueryContext"),
		made(sqlxConn, "(*github.com/jmoiron/sqlx.DB).", "Connx"),
		made(sqlxTx, "(*github.com/jmoiron/sqlx.Conn).", "BeginTxx"),
		made(sqlxStmt, "(*github.com/jmoiron/sqlx.Conn).", "PreparexContext"),
		made(sqlxTx, "(*github.com/jmoiron/sqlx.DB).", "Beginx", "BeginTxx", "MustBegin", "MustBeginTx"),
		made(sqlxStmt, "(*github.com/jmoiron/sqlx.DB).", "Preparex", "PreparexContext"),
		made(sqlxNamedStmt, "(*github.com/jmoiron/sqlx.DB).", "PrepareNamed", "PrepareNamedContext"),
		having(0, "(*github.com/jmoiron/sqlx.Tx).", "Preparex", "PreparexContext", "PrepareNamed", "PrepareNamedContext"), // end with it
		having(Releases, "(*github.com/jmoiron/sqlx.NamedStmt).", "Close"),
		made(sqlxDB, "github.com/jmoiron/sqlx.", "Open", "Connect", "ConnectContext", "MustConnect", "MustOpen"),
		taking("github.com/jmoiron/sqlx.", "StructScan", Reads|Iterates|ChecksErr, Reads),
		wrapping("github.com/jmoiron/sqlx.", "NewDb"),
		derives("(*github.com/jmoiron/sqlx.DB).", "Unsafe"), // views of one pool, transaction or statement
		derives("(*github.com/jmoiron/sqlx.Tx).", "Unsafe"),
		derives("(*github.com/jmoiron/sqlx.Stmt).", "Unsafe"),
		derives("(*github.com/jmoiron/sqlx.NamedStmt).", "Unsafe"),
		reading("(*github.com/jmoiron/sqlx.Rows).", "StructScan", "MapScan"),
		having(Reads, "(*github.com/jmoiron/sqlx.Rows).", "SliceScan"),
	},
})
