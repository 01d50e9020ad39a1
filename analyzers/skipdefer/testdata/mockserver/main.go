// Command mockserver is for tests, and so what is wrong with it is a note.
package main

import (
	"bufio"
	"log"
	"os"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	if _, err := w.WriteString("ready"); err != nil {
		log.Fatal(err) // want `w\.Flush never runs.*\(exit-skips-defer, note\)`
	}
}
