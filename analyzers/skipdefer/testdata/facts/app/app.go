// Package main learns from another package what ends the process, and what is lost then.
package main

import (
	"log"

	"example.com/skipdefer/facts/store"
)

func main() {
	store.Check(store.Open("dsn"))
	defer store.Close()
	store.Check(work()) // want `store\.Check can end the process .* store\.Close never runs`
	if err := work(); err != nil {
		log.Fatal(err)
	}
}

type embedded struct{ *store.Journal }

func journal() {
	j, err := store.NewJournal("journal")
	store.Check(err)
	e := embedded{j}
	defer e.Close()
	store.Check(work()) // want `e\.Close never runs`
}

func cache() {
	c := new(store.Cache)
	defer c.Close()
	store.Check(work())
}

func ownFiles() {
	defer store.Copy("left")
	store.Check(work())
}

func started() {
	stop, err := store.Start("journal")
	store.Check(err)
	defer stop()
	store.Check(work()) // want `stop never runs`
}

func traced(on bool) {
	var shutdown func()
	if on {
		_, shutdown = store.Trace(true)
	} else {
		shutdown = func() {}
	}
	defer shutdown()
	store.Check(work()) // want `shutdown never runs`
}

func watched() {
	stop := store.Watch()
	defer stop()
	store.Check(work())
}

func untraced(stop func()) {
	defer stop()
	store.Check(work())
}

// A stopper may do anything.
type stopper interface{ Close() error }

func throughInterface(s stopper) {
	defer s.Close()
	store.Check(work()) // want `s\.Close never runs`
}

func work() error { return nil }
