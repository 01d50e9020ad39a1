package resource

// What follows shortens the tables: each returns one row for each function whose full name is prefix and one of names.

// each: they do does, and what they are given is printed.
func each(does Does, prefix string, names ...string) []Row {
	return rowsOf(Row{Args: []Effect{Reads}, Does: does}, prefix, names)
}

// doing: they do does.
func doing(does Does, prefix string, names ...string) []Row {
	return rowsOf(Row{Does: does}, prefix, names)
}

// having: they do e to their receiver.
func having(e Effect, prefix string, names ...string) []Row {
	return rowsOf(Row{Recv: e}, prefix, names)
}

// blocking: they do e to their receiver, and return when that is over.
func blocking(e Effect, prefix string, names ...string) []Row {
	return rowsOf(Row{Recv: e, Does: Blocks}, prefix, names)
}

// taking: they do args to their arguments.
func taking(prefix, name string, args ...Effect) []Row {
	return rowsOf(Row{Args: args}, prefix, []string{name})
}

// made: their first result is of kind k, and owed by the caller.
func made(k Kind, prefix string, names ...string) []Row {
	return rowsOf(Row{Makes: []Made{{Kind: k}}}, prefix, names)
}

// wrapping: their first result is a view of their first argument.
func wrapping(prefix string, names ...string) []Row {
	return rowsOf(Row{Args: []Effect{Reads}, Wraps: []Wrap{{0, 0}}}, prefix, names)
}

// reading: they only look at their receiver, and at what they are given.
func reading(prefix string, names ...string) []Row {
	return rowsOf(Row{Recv: Reads, Args: []Effect{Reads}}, prefix, names)
}

// derives: their result writes to what their receiver writes to.
func derives(prefix string, names ...string) []Row {
	return rowsOf(Row{Recv: Reads, Args: []Effect{Reads}, Wraps: []Wrap{{Recv, 0}}}, prefix, names)
}

// fluent: they do e to their receiver, and return it.
func fluent(e Effect, prefix string, names ...string) []Row {
	return rowsOf(Row{Recv: e, Wraps: []Wrap{{Recv, 0}}}, prefix, names)
}

// accepts: they put something into their receiver.
func accepts(prefix string, names ...string) []Row {
	return rowsOf(Row{Recv: Writes, Args: []Effect{Reads}}, prefix, names)
}

// writing: they write to their first argument.
func writing(prefix string, names ...string) []Row {
	return rowsOf(Row{Args: []Effect{Writes, Reads}}, prefix, names)
}

func rowsOf(row Row, prefix string, names []string) []Row {
	rows := make([]Row, 0, len(names))
	for _, name := range names {
		row.Func = prefix + name
		rows = append(rows, row)
	}
	return rows
}

// Phrases that several libraries share: what is lost in production.
const (
	lostFile = "its descriptor stays open until the garbage collector comes by"
	lostConn = "its descriptor, and the peer's, stay open"
	lostRows = "its connection does not go back to the pool"
	lostStmt = "the database keeps it prepared until the connection ends"
	lostTx   = "its connection and its locks are held until the process ends"
)

// client is a connection, or a pool of them, that may live as long as the process.
func client(k Kind) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "client", Verb: "closed", Lost: "its connections and goroutines stay for good", Process: true, Pool: true}
}
