// Command split skips its cleanup, and need not.
package main

import (
	"bufio"
	"flag"
	stdlog "log"
	"os"
)

// main copies words.
//
//nolint:cyclop
func main() {
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2) // nothing is lost yet
	}
	out, err := os.Create(flag.Arg(0))
	if err != nil {
		stdlog.Fatal(err)
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	defer func() {
		if err := w.Flush(); err != nil {
			stdlog.Fatal(err) // its own business
		}
	}()
	if flag.NArg() < 2 {
		stdlog.Fatal("no words: 100%") // want `w\.Flush never runs`
	}
	for i, word := range flag.Args()[1:] {
		if word == "" {
			stdlog.Fatalf("word %d is empty", i) // as the one above
		}
		if word == "end" {
			return // the rest is silence
		}
		// A word is written with its line end.
		if _, err := w.WriteString(word + "\n"); err != nil {
			stdlog.Fatal("100% of the disk: ", err) // as the one above
		}
		if i > 1000 {
			os.Exit(3) // as the one above
		}
	}
	run := func() {
		if len(os.Args) > 10 {
			stdlog.Fatal("too many")
		}
	}
	run()
	w.WriteString("done") // and that is all
	/* really */
}
