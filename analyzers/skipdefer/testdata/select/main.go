// Command select ends in a statement that has no end.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DSN"))
	if err != nil {
		log.Fatalln(err)
	}
	defer db.Close()
	failed := make(chan error, 1)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	go func() { failed <- http.ListenAndServe(":8080", nil) }()
	select {
	case err := <-failed:
		log.Fatalf("serve: %v", err) // want `db\.Close never runs`
	case <-stop:
		log.Fatal("stopped")
	}
}
