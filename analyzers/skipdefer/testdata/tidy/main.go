// Command tidy skips what is of no account, or only to those who look at its speed.
package main

import (
	"log"
	"os"
	"runtime/pprof"
	"runtime/trace"
)

// A directory is behind some library.
type directory interface {
	Open(dsn string) error
	User(id int) (string, error)
	Close() error
}

// A journal holds back what it is given.
type journal interface {
	Append(line string)
	Close() error
}

// A gauge keeps what it counts.
type gauge interface {
	RecordMany(n ...int)
	Close() error
}

var (
	users  directory
	lines  journal
	counts gauge
)

func main() {
	if err := users.Open(os.Getenv("DSN")); err != nil {
		log.Fatal(err)
	}
	defer users.Close()
	name, err := users.User(1)
	if err != nil {
		log.Fatal(err) // want `users\.Close never runs: what it would have closed ends with the process, unannounced.*\(exit-skips-defer, note\)`
	}
	log.Print(name)
}

func profiled(out *os.File) {
	if err := pprof.StartCPUProfile(out); err != nil {
		log.Fatal(err)
	}
	defer pprof.StopCPUProfile()
	if err := users.Open(""); err != nil {
		log.Fatal(err) // want `pprof\.StopCPUProfile never runs: the profile is of no use.*\(exit-skips-defer, note\)`
	}
}

func traced(out *os.File) {
	if err := trace.Start(out); err != nil {
		log.Fatal(err)
	}
	defer trace.Stop()
	defer users.Close()
	if len(os.Args) < 2 {
		os.Exit(2) // want `trace\.Stop never runs: the profile is of no use|users\.Close never runs`
	}
}

func kept() {
	defer lines.Close()
	lines.Append("begin")
	if len(os.Args) < 2 {
		log.Fatal("what?") // want `lines\.Close never runs: what it would have written, closed or removed is left as it is.*\(exit-skips-defer\)`
	}
}

func counted() {
	defer counts.Close()
	counts.RecordMany(1, 2)
	if len(os.Args) < 2 {
		log.Fatal("what?") // want `counts\.Close never runs: what it would have written, closed or removed is left as it is.*\(exit-skips-defer\)`
	}
}

func both() {
	defer lines.Close()
	defer pprof.StopCPUProfile()
	if len(os.Args) < 2 {
		log.Fatal("what?") // want `lines\.Close never runs.*\(exit-skips-defer\)`
	}
}

func unprofiled(out *os.File) {
	if err := pprof.StartCPUProfile(out); err != nil {
		log.Fatal(err)
	}
	defer pprof.StopCPUProfile()
	if err := users.Open(""); err != nil {
		pprof.StopCPUProfile()
		log.Fatal(err)
	}
}
