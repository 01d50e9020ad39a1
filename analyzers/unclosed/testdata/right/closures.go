package right

import (
	"database/sql"
	"io"
	"net/http"
	"os"
)

// The statement lives as long as the handler that uses it.
func handlerWithStatement(db *sql.DB) (http.HandlerFunc, error) {
	stmt, err := db.Prepare("SELECT name FROM users WHERE id = ?")
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter, r *http.Request) {
		var name string
		if err := stmt.QueryRow(r.FormValue("id")).Scan(&name); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, name)
	}, nil
}

func registersHandlerWithStatement(db *sql.DB, mux *http.ServeMux) error {
	stmt, err := db.Prepare("SELECT 1")
	if err != nil {
		return err
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _, _ = stmt.Exec() })
	return nil
}

type reader struct{ next func() (byte, error) }

// The file lives as long as the reader.
func newReader(name string) (*reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &reader{next: func() (byte, error) {
		var b [1]byte
		_, err := f.Read(b[:])
		return b[0], err
	}}, nil
}

func setsReader(r *reader, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	r.next = func() (byte, error) {
		var b [1]byte
		_, err := f.Read(b[:])
		return b[0], err
	}
	return nil
}

func lineReader(name string) (func() (int, error), error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	read := func() (int, error) { return f.Read(make([]byte, 80)) }
	return read, nil
}
