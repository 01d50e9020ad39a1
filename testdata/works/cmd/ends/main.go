// Ends prints what its work returns, which may be nothing at all.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	tmp, err := os.MkdirTemp("", "works")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	log.Fatal(work(tmp))
}

func work(dir string) error { return os.Chdir(dir) }
