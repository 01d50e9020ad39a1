// Loaded opens a database and serves in main: how it serves matters more than what it skips.
//
// script: get /slow; sleep 300ms; signal TERM
// after: GET /slow: 200 answered; exit status 0
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/works/store"
)

func main() {
	db := store.Open()
	defer db.Close()
	tmp, err := os.MkdirTemp("", "works")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	http.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Second)
		fmt.Fprint(w, "answered")
	})
	if err := db.Ping(); err != nil {
		log.Fatalf("no database: %v", err)
	}
	log.Fatal(http.ListenAndServe(os.Getenv("ADDR"), nil)) // for ever
}
