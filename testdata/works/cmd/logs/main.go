// Logs says where it failed, and by a logger that writes to a file.
package main

import (
	"errors"
	"log"
	"os"
)

func main() {
	log.SetFlags(log.Lshortfile)
	tmp, err := os.MkdirTemp("", "works")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	if err := work(); err != nil {
		log.Fatal(err)
	}
}

func work() error { return errors.New("failed") }
