// Package unclosed finds rows, transactions, connections, responses and files that are not released on some path.
//
// # Analyzer unclosed
//
// unclosed: report resources that are not released on every path
//
// Every path from the call that opens a resource to the end of the function is followed, with what its error says about
// it on each branch; into helpers, by what they do with their parameters; to whoever it is handed to. What is returned is
// the caller's to release, and what is stored its new owner's. What has to be released, in which library, and what
// releases it is listed in resources.md beside this file.
//
// # Category rows-unclosed
//
// rows-unclosed: rows of a query are not closed on some path
//
// In production each leaked *sql.Rows keeps its connection: after as many as the pool holds, every query of the service
// waits for good. Those of a transaction keep its connection busy until it ends.
//
//	rows, err := db.Query(q)
//	if err != nil {
//		return err
//	}
//	for rows.Next() {
//		if err := rows.Scan(&id); err != nil {
//			return err // WRONG: rows stays open
//		}
//	}
//	return rows.Close()
//
//	rows, err := db.Query(q)
//	if err != nil {
//		return err
//	}
//	defer rows.Close() // RIGHT
//
// Level: a note for the rows of a transaction, which end with it.
//
// Not reported: rows that are read to their end on every path, for Next closes them when it returns false; rows that are
// returned, stored, or handed to a function that closes or keeps them, or that nothing is known about.
//
// Fix: Defer the Close right after the error check, where no loop is around it. Rows that are dropped become an Exec.
//
// # Category stmt-unclosed
//
// stmt-unclosed: a prepared statement is not closed on some path
//
// In production each call leaves one more statement prepared in the database, up to its limit (max_prepared_stmt_count
// in MySQL), after which no statement can be prepared any more.
//
//	stmt, err := db.Prepare(q)
//	if err != nil {
//		return err
//	}
//	_, err = stmt.Exec(id) // WRONG: nobody closes stmt
//	return err
//
//	defer stmt.Close() // RIGHT
//
// Not reported: statements of a transaction, which end with it; those in fields and package variables.
//
// Fix: Defer the Close right after the error check.
//
// # Category tx-not-finished
//
// tx-not-finished: a transaction is neither committed nor rolled back on some path
//
// In production the connection never goes back to the pool, and the locks that the transaction took are held until the
// process ends: other requests wait on them.
//
//	tx, err := db.Begin()
//	if err != nil {
//		return err
//	}
//	if _, err := tx.Exec(q); err != nil {
//		return err // WRONG: tx stays open
//	}
//	return tx.Commit()
//
//	tx, err := db.Begin()
//	if err != nil {
//		return err
//	}
//	defer tx.Rollback() // RIGHT: does nothing after Commit
//
// Not reported: a transaction that a helper or a deferred function ends, or that is returned or stored.
//
// Fix: Defer the Rollback right after the error check.
//
// # Category conn-unclosed
//
// conn-unclosed: a connection or pool that belongs to one function is not closed on some path
//
// In production each call leaves a connection behind, until the process or the peer has no descriptor left.
//
//	conn, err := net.Dial("tcp", addr)
//	if err != nil {
//		return err
//	}
//	if _, err := conn.Write(hello); err != nil {
//		return err // WRONG: conn stays open
//	}
//	return conn.Close()
//
//	defer conn.Close() // RIGHT
//
// Level: a note where a function that makes a pool or a client for the whole program returns an error, for then the program mostly
// does not come up; where a function that nothing here calls in a loop or hands to somebody listens, and then returns an error; and where
// such a function returns that others call once, as far as its own package shows: one that serves, or that sets up what a program has one
// of, by its name.
//
// Not reported: what lives in a field, a package variable or func main; what is handed to a function that keeps it.
//
// Fix: Defer the Close right after the error check.
//
// # Category body-unclosed
//
// body-unclosed: the body of an HTTP response is not closed on some path
//
// In production each response that is left open keeps its connection and two goroutines, and the next request must dial
// anew: descriptors run out.
//
//	resp, err := http.Get(url)
//	if err != nil {
//		return err
//	}
//	if resp.StatusCode != http.StatusOK {
//		return errStatus // WRONG: the body stays open
//	}
//	defer resp.Body.Close()
//
//	resp, err := http.Get(url)
//	if err != nil {
//		return err
//	}
//	defer resp.Body.Close() // RIGHT: before anything else
//
// Not reported: the response of a call that failed, of a HEAD request, of a websocket handshake or of a recorder; one
// that is returned, wrapped, or handed to a function that closes it; one that the program asks for once, at the end of which
// the connection ends as well. A response that io.ReadAll reads to its end wherever it is left open is a note: net/http takes the connection
// back then, but from under a compressed body that is broken.
//
// Fix: Defer the Close right after the error check.
//
// # Category file-unclosed
//
// file-unclosed: a file is not closed on some path
//
// In production every call leaves a descriptor open until the garbage collector comes by; under load that is too late,
// and an error at Close, such as a full disk, is never seen.
//
//	f, err := os.Open(name)
//	if err != nil {
//		return err
//	}
//	return json.NewDecoder(f).Decode(&v) // WRONG: nobody closes f
//
//	defer f.Close() // RIGHT
//
// Level: a note where a function returns that others call once, as far as its own package shows: one that serves, or that sets up what
// a program has one of, by its name, such as InitLogging, and that nothing here calls in a loop or hands to somebody.
//
// Not reported: files of func main and of commands, which the process's end closes; files that a logger, a request or a field keeps.
//
// Fix: Defer the Close right after the error check.
package unclosed
