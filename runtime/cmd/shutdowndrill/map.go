package main

import (
	"fmt"
	"io"
	"os"

	"github.com/shutdownlint/shutdownlint/runtime/drill"
)

// readMap reads the promise in a file, if one is named.
func readMap(name, command string) (*drill.Promise, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := drill.ReadPromise(f, command)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

// showMap lays the times of the drill over those that are promised, if any are.
func showMap(w io.Writer, p *drill.Promise, r *drill.Report) error {
	if p == nil || r == nil {
		return nil
	}
	fmt.Fprintln(w)
	return p.WriteOver(w, r)
}
