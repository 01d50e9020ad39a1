// Named has files that the analysis does not see, in which the names stand that a fix would choose.
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
	if _, err := os.Stat("/none"); err != nil {
		log.Fatalf("work: %v", err)
	}
}
