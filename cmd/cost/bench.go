package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// A bench knows how each contender is started.
type bench struct {
	dir, tmp    string
	tool, empty string
	golangci    string
	leaf        string // a file of a main package, or "" if there is none
}

// A cost is that of one command.
type cost struct {
	CPU    time.Duration
	Wall   time.Duration
	Memory int64 // bytes; 0 where the system does not tell
}

// A round holds the cost of each contender, by name.
type round map[string]cost

// The contenders, in the order of the tables.
const (
	ordinary     = "`go vet`"
	ordinaryWarm = "`go vet`, warm"
	floor        = "an empty vettool"
	floorWarm    = "an empty vettool, warm"
	vettool      = "`go vet -vettool=shutdownlint`"
	vettoolWarm  = "`go vet -vettool=shutdownlint`, warm"
	standalone   = "`shutdownlint`"
	unchanged    = "`shutdownlint`, nothing changed"
	changed      = "`shutdownlint`, one file changed"
	restored     = "`shutdownlint`, one file changed, its cache restored"
	nearestCold  = "golangci-lint, the nearest linters"
	nearestWarm  = "golangci-lint, the nearest linters, warm"
	nearestEdit  = "golangci-lint, the nearest linters, one file changed"
)

var contenders = []string{ordinary, ordinaryWarm, floor, floorWarm, vettool, vettoolWarm, standalone, unchanged, changed, restored, nearestCold, nearestWarm, nearestEdit}

// bases returns with what a contender is compared: with a go vet and a golangci-lint that know as much as it does, but that after a change
// go vet is one that has seen none.
func bases(name string) (vet, golangci string) {
	switch name {
	case changed, nearestEdit:
		return ordinaryWarm, nearestEdit
	case ordinaryWarm, floorWarm, vettoolWarm, unchanged, nearestWarm:
		return ordinaryWarm, nearestWarm
	}
	return ordinary, nearestCold
}

// round runs every contender.
func (b *bench) round() (round, error) {
	r := make(round)
	// A flag, or a tool, that the go command has never seen makes all results unknown.
	unseen := "-printf.funcs=cost" + random()
	if err := errors.Join(renew(b.tool), renew(b.empty)); err != nil {
		return nil, err
	}
	var err error
	run := func(name string, env []string, command ...string) {
		if err == nil {
			r[name], err = b.run(env, command...)
		}
	}
	known := filepath.Join(b.tmp, "known", random())
	alone := []string{b.tool, "-cache=" + known, "-notes", "./..."}
	run(standalone, nil, alone...)
	run(unchanged, nil, alone...)
	if b.leaf != "" {
		err = errors.Join(err, b.edited(func() { run(changed, nil, alone...) }))
	}
	err = errors.Join(err, os.RemoveAll(known))
	run(ordinary, nil, "go", "vet", unseen, "./...")
	run(ordinaryWarm, nil, "go", "vet", unseen, "./...")
	run(vettool, nil, "go", "vet", "-vettool="+b.tool, "-notes", "./...")
	run(vettoolWarm, nil, "go", "vet", "-vettool="+b.tool, "-notes", "./...")
	run(floor, nil, "go", "vet", "-vettool="+b.empty, "./...")
	run(floorWarm, nil, "go", "vet", "-vettool="+b.empty, "./...")
	if b.golangci != "" {
		cache := filepath.Join(b.tmp, "golangci", random())
		env := []string{"GOLANGCI_LINT_CACHE=" + cache}
		lint := []string{b.golangci, "run", "-c", filepath.Join(b.tmp, "nearest.yml"), "./..."}
		run(nearestCold, env, lint...)
		run(nearestWarm, env, lint...)
		if b.leaf != "" {
			err = errors.Join(err, b.edited(func() { run(nearestEdit, env, lint...) }))
		}
		err = errors.Join(err, os.RemoveAll(cache))
	}
	return r, err
}

// edited calls run while there is a comment more in the leaf, and returns when nobody takes that for a change of just now any more.
func (b *bench) edited(run func()) error {
	text, err := os.ReadFile(b.leaf)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.leaf, append(text[:len(text):len(text)], "\n// "+random()+"\n"...), 0o666); err != nil {
		return err
	}
	run()
	if err := os.WriteFile(b.leaf, text, 0o666); err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // the tool believes the clock of a file system to two seconds
	return nil
}

// compileRound runs some contenders, each with an empty build cache.
func (b *bench) compileRound() (round, error) {
	r := make(round)
	var err error
	run := func(name string, command ...string) {
		if err != nil {
			return
		}
		cache := filepath.Join(b.tmp, "build", random())
		r[name], err = b.run([]string{"GOCACHE=" + cache}, command...)
		err = errors.Join(err, os.RemoveAll(cache))
	}
	alone := []string{b.tool, "-cache=" + filepath.Join(b.tmp, "known", random()), "-notes", "./..."}
	run(standalone, alone...)
	if b.leaf != "" {
		err = errors.Join(err, b.edited(func() { run(restored, alone...) }))
	}
	run(ordinary, "go", "vet", "./...")
	run(vettool, "go", "vet", "-vettool="+b.tool, "-notes", "./...")
	return r, err
}

// run runs one command to its end. That it finds something is no error.
func (b *bench) run(env []string, command ...string) (cost, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), env...)
	start := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return cost{}, fmt.Errorf("%v: %v\n%s", command, err, out)
	}
	state := cmd.ProcessState
	return cost{state.UserTime() + state.SystemTime(), wall, peak(state)}, nil
}

// renew makes another program of the one at path, to those who look at its bytes, that does the same.
func renew(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(random())
	return errors.Join(err, f.Close())
}

func random() string {
	var bytes [8]byte
	rand.Read(bytes[:]) // never fails
	return hex.EncodeToString(bytes[:])
}
