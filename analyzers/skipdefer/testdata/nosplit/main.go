// Command nosplit logs to the file that it closes: what main would print had nowhere to go.
package main

import (
	"log"
	"os"
)

func main() {
	f, err := os.Create("log")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	log.SetOutput(f)
	if _, err := f.Write(nil); err != nil {
		log.Fatal(err) // want `f\.Close is skipped`
	}
}
