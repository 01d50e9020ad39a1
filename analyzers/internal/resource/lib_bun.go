package resource

// Kinds of bun, which are values and not pointers.
const (
	bunTx   Kind = "github.com/uptrace/bun.Tx"
	bunConn Kind = "github.com/uptrace/bun.Conn"
)

// Its types hold those of database/sql.
var _ = register(library{
	resources: []Resource{
		{Kind: bunTx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Deferred: "Rollback()", Lost: lostTx},
		{Kind: bunConn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostRows},
	},
	through: map[Kind]string{bunConn: string(sqlConn)},
	stores:  []string{"github.com/uptrace/bun.DB"},
	owed: [][]Row{
		wrapping("github.com/uptrace/bun.", "NewDB"), // who closes it closes what it is made of
		having(Releases, "(*github.com/uptrace/bun.DB).", "Close"),
		made(bunConn, "(*github.com/uptrace/bun.DB).", "Conn"),
		made(bunTx, "(*github.com/uptrace/bun.DB).", "Begin", "BeginTx"),
		made(bunTx, "(github.com/uptrace/bun.Conn).", "BeginTx"),
		having(0, "(github.com/uptrace/bun.Tx).", "Begin", "BeginTx"), // savepoints, which end with the transaction
		having(Releases, "(github.com/uptrace/bun.Tx).", "Commit", "Rollback"),
		made(sqlRows, "(*github.com/uptrace/bun.DB).", "Query", "QueryContext"),
		made(sqlRows, "(github.com/uptrace/bun.Conn).", "QueryContext"),
		made(sqlRows, "(github.com/uptrace/bun.Tx).", "Query", "QueryContext"),
		made(sqlRows, "(*github.com/uptrace/bun.SelectQuery).", "Rows"),
	},
})
