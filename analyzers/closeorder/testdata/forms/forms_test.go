package forms

import (
	. "context"
	. "database/sql"
	. "net/http"
)

func likewise(ctx Context, srv *Server, db *DB) {
	db.Close()
	srv.Shutdown(ctx)
}
