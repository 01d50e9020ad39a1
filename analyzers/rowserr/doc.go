// Package rowserr finds queries whose rows are read to their end without asking what the end was.
//
// # Analyzer rowserr
//
// rowserr: report rows that are read without a look at their error
//
// Next returns false after the last row, and also when the connection breaks, the context ends or a row cannot be
// decoded. Only Err tells the two apart.
//
// # Category rows-err-unchecked
//
// rows-err-unchecked: Err is not checked after the loop over the rows
//
// In production a query that broke off halfway looks like a short result: half of the users are migrated, a report is
// too low, a record that exists is "not found".
//
//	for rows.Next() {
//		err := rows.Scan(&id)
//	}
//	return ids, nil // WRONG: ids may be incomplete
//
//	for rows.Next() {
//		err := rows.Scan(&id)
//	}
//	return ids, rows.Err() // RIGHT
//
// Asking before the loop does not help. The loop is reported, and the query is the second place; where a helper has the loop for
// several queries, that is once.
//
// Not reported: rows that are handed to a function, or kept in a field, where they may be asked for their error; rows
// whose caller asks; rows that nobody reads; a Next whose result nobody looks at, for Scan then returns the error; a Next
// behind whose end an error of the function's own is made in any case, by errors.New or fmt.Errorf.
//
// Fix: Return the error of the rows right after the loop, where the function's results make clear what it returns with an
// error.
//
// # Category rows-err-misplaced
//
// rows-err-misplaced: Err is asked after each row, but not when Next has returned false
//
// In production it is as if nobody asked: while there are rows there is no error, and the one that ends them leaves the
// loop past the question.
//
//	for rows.Next() {
//		err := rows.Scan(&id)
//		if err := rows.Err(); err != nil { // WRONG: too early
//			return nil, err
//		}
//	}
//	return ids, nil
//
//	for rows.Next() {
//		err := rows.Scan(&id)
//	}
//	return ids, rows.Err() // RIGHT
//
// Not reported: rows that are also asked once Next has returned false, and what rows-err-unchecked reports: a helper that
// reads the rows for the function with the query, and asks too early.
//
// Fix: Return the error of the rows right after the loop as well, where the function's results make clear what it returns
// with an error.
package rowserr
