// Package fix is mended.
package fix

import (
	"context"
	"database/sql"
	"log"
	"net/http"
)

func explicit(ctx context.Context, srv *http.Server, db, replica *sql.DB) {
	log.Print("stopping")
	// The database is no longer needed.
	db.Close() // want `db.Close runs before srv.Shutdown`
	if err := replica.Close(); err != nil {
		log.Print(err) // so what
	}
	if err := srv.Shutdown(ctx); err != nil {
		log.Print(err)
	} // drained

	log.Print("stopped")
}

func deferred(ctx context.Context, srv *http.Server, db, replica *sql.DB) {
	defer log.Print("stopped")
	defer srv.Shutdown(ctx)
	defer db.Close()      // want `db.Close runs before srv.Shutdown`
	defer replica.Close() // too
	<-ctx.Done()
}

// Nothing is moved over what may need the order, nor where a failed drain leaves.

func between(ctx context.Context, srv *http.Server, db *sql.DB) {
	db.Close() // want `db.Close runs before srv.Shutdown`
	log.Print("closed")
	srv.Shutdown(ctx)
}

func leaving(ctx context.Context, srv *http.Server, db *sql.DB) error {
	db.Close() // want `db.Close runs before srv.Shutdown`
	if err := srv.Shutdown(ctx); err != nil {
		return err
	}
	return nil
}

func assigned(ctx context.Context, srv *http.Server, db *sql.DB) {
	err := db.Close() // want `db.Close runs before srv.Shutdown`
	srv.Shutdown(ctx)
	log.Print(err)
}
