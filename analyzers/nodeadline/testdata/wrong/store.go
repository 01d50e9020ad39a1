package wrong

import (
	"context"
	"database/sql"
	"net/http"
)

// storeFirst outruns the stop by no more than the end of the store: then it waits.
func storeFirst(srv *http.Server, db *sql.DB, quit chan struct{}) {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-quit
		srv.Shutdown(context.Background()) // want `has no deadline`
	}()
	srv.ListenAndServe()
	db.Close()
	<-stopped
}
