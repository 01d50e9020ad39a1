// Command nosplit logs to the file that it closes: what main would print had nowhere to go.
package main

import (
	"bufio"
	"log"
	"os"
)

func main() {
	f, err := os.Create("log")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	log.SetOutput(w)
	if _, err := w.Write(nil); err != nil {
		log.Fatal(err) // want `w\.Flush never runs`
	}
}
