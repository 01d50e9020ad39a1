// Command served leaves the first word to the fix of how it serves.
package main

import (
	"database/sql"
	"log"
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	db, err := sql.Open("postgres", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if err := gin.Default().Run(); err != nil {
		log.Fatal(err) // want `db\.Close never runs`
	}
}
