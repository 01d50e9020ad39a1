package resource

var (
	_ = register(pgx("github.com/jackc/pgx/v4"))
	_ = register(pgx("github.com/jackc/pgx/v5"))
)

// pgx of one major version.
func pgx(path string) library {
	rows, batch, tx, conn, pool := Kind(path+".Rows"), Kind(path+".BatchResults"), Kind(path+".Tx"), Kind(path+".Conn"), path+"/pgxpool."
	lease := Kind(pool + "Conn")
	collect := Releases | ChecksErr | Iterates
	l := library{stores: []string{pool + "Pool"}}
	l.rows = [][]Row{each(Harmless, "("+path+".Rows).", "Close")}
	l.resources = []Resource{
		{Kind: rows, Category: "rows-unclosed", Noun: "rows", Verb: "closed", Deferred: "Close()", Lost: lostRows, Handed: true, Iterator: true},
		{Kind: batch, Category: "rows-unclosed", Noun: "results", Verb: "closed", Deferred: "Close()", Lost: "its connection stays busy"},
		{Kind: tx, Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx},
		{Kind: Kind(pool + "Tx"), Category: "tx-not-finished", Noun: "transaction", Verb: "committed or rolled back", Lost: lostTx},
		{Kind: conn, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Lost: lostConn, Process: true},
		{Kind: lease, Category: "conn-unclosed", Noun: "connection", Verb: "released", Lost: "it does not go back to the pool, which runs dry"},
		client(Kind(pool + "Pool")),
	}
	l.unmade = map[Kind]string{Kind(pool + "Tx"): "handed out as the interface Tx"}
	l.owed = [][]Row{
		made(rows, "(*"+path+".Conn).", "Query"), made(rows, "("+path+".Tx).", "Query"),
		made(rows, "(*"+pool+"Pool).", "Query"), made(rows, "(*"+pool+"Conn).", "Query"), made(rows, "(*"+pool+"Tx).", "Query"),
		having(Releases, "("+path+".Rows).", "Close"), having(Reads|Iterates, "("+path+".Rows).", "Next"), having(Reads|ChecksErr, "("+path+".Rows).", "Err"),
		having(Reads|Drains, "("+path+".Rows).", "Scan"), // an error has closed the rows
		made(batch, "(*"+path+".Conn).", "SendBatch"), made(batch, "("+path+".Tx).", "SendBatch"),
		made(batch, "(*"+pool+"Pool).", "SendBatch"), made(batch, "(*"+pool+"Conn).", "SendBatch"), made(batch, "(*"+pool+"Tx).", "SendBatch"),
		having(Releases, "("+path+".BatchResults).", "Close"), having(Reads, "("+path+".BatchResults).", "Query"), // its rows end with the results
		made(tx, "(*"+path+".Conn).", "Begin", "BeginTx"), made(tx, "("+path+".Tx).", "Begin"),
		made(tx, "(*"+pool+"Pool).", "Begin", "BeginTx"), made(tx, "(*"+pool+"Conn).", "Begin", "BeginTx"), made(tx, "(*"+pool+"Tx).", "Begin"),
		having(Releases, "("+path+".Tx).", "Commit", "Rollback"), having(Releases, "(*"+pool+"Tx).", "Commit", "Rollback"),
		made(conn, path+".", "Connect", "ConnectConfig"), having(Releases, "(*"+path+".Conn).", "Close"),
		made(lease, "(*"+pool+"Pool).", "Acquire"), having(Releases, "(*"+pool+"Conn).", "Release", "Hijack"),
		having(Releases, "(*"+pool+"Pool).", "Close"),
	}
	if path == "github.com/jackc/pgx/v4" {
		l.owed = append(l.owed, made(Kind(pool+"Pool"), pool, "Connect", "ConnectConfig"))
		return l
	}
	l.owed = append(l.owed,
		made(Kind(pool+"Pool"), pool, "New", "NewWithConfig"),
		taking(path+".", "CollectRows", collect, Reads),
		taking(path+".", "CollectOneRow", collect, Reads),
		taking(path+".", "CollectExactlyOneRow", collect, Reads),
		taking(path+".", "AppendRows", Reads, collect, Reads),
		taking(path+".", "ForEachRow", collect, Reads, Reads),
	)
	return l
}
