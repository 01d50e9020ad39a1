package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	mutations = flag.Int("mutations", 9, "number of changes that TestCacheAfterChanges makes")
	tree      = flag.String("tree", "", "`directory` of a module for TestCacheAfterChanges, instead of testdata/services")
	seed      = flag.Uint64("seed", 1, "of the changes that TestCacheAfterChanges makes")
)

// TestCacheAfterChanges makes random changes to whole modules, and to how the program is called, one after the other. After each of
// them the program must print the same with what it knows from earlier runs as without. More of them make
//
//	go test ./cmd/shutdownlint -run TestCacheAfterChanges -timeout 3h -v -mutations 500 [-seed 2] [-tree DIR]
func TestCacheAfterChanges(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses modules some dozen times")
	}
	modules := []string{*tree}
	if *tree == "" {
		modules = []string{"shop-wrong", "waydown", "deploy-wrong"}
		for i, name := range modules {
			modules[i] = filepath.Join("..", "..", "testdata", "services", name)
		}
	}
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	for i, module := range modules {
		t.Run(filepath.Base(module), func(t *testing.T) {
			m := newMutant(t, tool, module, rand.New(rand.NewPCG(*seed, uint64(i))))
			m.compare("nothing")
			for range (*mutations + len(modules) - 1) / len(modules) {
				what := m.mutate()
				if *mutations > 100 && m.IntN(2) == 0 {
					time.Sleep(3 * time.Second) // lists of packages are kept only of files that are that old
				}
				m.compare(what)
				t.Logf("%d: the same after %s", m.runs, what)
				if m.Float64() < 0.7 { // so that most of what is changed compiles
					m.restore()
				}
			}
			t.Logf("%d packages and %d lists of them recalled in %d runs, %d findings compared", m.recalled, m.lists, m.runs, m.findings)
			if m.recalled == 0 || m.findings == 0 {
				t.Error("nothing was compared")
			}
		})
	}
}

// A mutant is a copy of a module that is changed at random.
type mutant struct {
	*rand.Rand
	t        *testing.T
	tool     string
	dir      string
	cache    string
	original map[string][]byte // by name
	flags    []string
	env      []string

	runs, recalled, lists, findings int
}

func newMutant(t *testing.T, tool, module string, random *rand.Rand) *mutant {
	m := &mutant{Rand: random, t: t, tool: tool, cache: t.TempDir(), original: make(map[string][]byte)}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m.dir = dir
	err = filepath.WalkDir(module, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(module, name)
		if err != nil {
			return err
		}
		m.original[filepath.Join(dir, rel)] = text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	m.restore()
	return m
}

// restore brings the module back to what it was, but for some files, and calls the program as usual.
func (m *mutant) restore() {
	m.flags, m.env = nil, nil
	err := filepath.WalkDir(m.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && m.original[name] == nil {
			return os.Remove(name)
		}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	for name, text := range m.original {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, text) {
			m.write(name, text)
		}
	}
}

func (m *mutant) write(name string, text []byte) {
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, text, 0o666)); err != nil {
		m.t.Fatal(err)
	}
}

// compare runs the program with and without what it knows.
func (m *mutant) compare(what string) {
	m.t.Helper()
	want := m.run("-cache=off")
	runs := 1 + m.IntN(2) // at the same time
	got := make([]string, runs)
	var wait sync.WaitGroup
	for i := range runs {
		wait.Go(func() { got[i] = m.run("-cache=" + m.cache) })
	}
	wait.Wait()
	m.runs++
	m.findings += strings.Count(want, `"category"`)
	for _, got := range got {
		if got != want {
			m.t.Fatalf("after %s, with flags %v and environment %v in %s:\n%s", what, m.flags, m.env, m.dir, difference(want, got))
		}
	}
	cmd := m.command("-debug", "-cache="+m.cache)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.Run() // its status was compared
	_, rest, _ := strings.Cut(stderr.String(), "debug: recalled:")
	var n int
	fmt.Sscan(rest, &n)
	m.recalled += n
	m.lists += strings.Count(rest, "their list was recalled")
}

func (m *mutant) command(flags ...string) *exec.Cmd {
	cmd := exec.Command(m.tool, slices.Concat([]string{"-format", "json", "-notes"}, flags, m.flags, []string{"./..."})...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), append([]string{"GOFLAGS=-mod=mod", "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN=local"}, m.env...)...)
	return cmd
}

// run returns what the program prints, and its exit status.
func (m *mutant) run(flag string) string {
	var stderr bytes.Buffer
	cmd := m.command(flag)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Error(err)
	}
	return fmt.Sprintf("%s%sstatus %d\n", out, stderr.Bytes(), cmd.ProcessState.ExitCode())
}

// difference returns the lines that only one of two texts has.
func difference(want, got string) string {
	var b strings.Builder
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range w {
		if !slices.Contains(g, line) {
			fmt.Fprintf(&b, "only without a cache: %s\n", line)
		}
	}
	for _, line := range g {
		if !slices.Contains(w, line) {
			fmt.Fprintf(&b, "only with a cache: %s\n", line)
		}
	}
	return b.String()
}

// mutate makes one change, and says which.
func (m *mutant) mutate() string {
	kinds := []func() string{
		m.edit, m.edit, m.edit, m.edit, m.edit, m.edit, m.unnoticed, m.add, m.remove, m.tag, m.goMod, m.configure, m.call, m.damage,
	}
	return kinds[m.IntN(len(kinds))]()
}

// pick returns a file whose name ends with one of the suffixes, and its text.
func (m *mutant) pick(suffixes ...string) (string, []byte) {
	var names []string
	for name := range m.original {
		if _, err := os.Stat(name); err == nil && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) }) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "", nil
	}
	slices.Sort(names)
	name := names[m.IntN(len(names))]
	text, err := os.ReadFile(name)
	if err != nil {
		m.t.Fatal(err)
	}
	return name, text
}

// source is most often a Go file, and sometimes one that says how the program is deployed.
func (m *mutant) source() (string, []byte) {
	if m.Float64() < 0.85 {
		return m.pick(".go")
	}
	return m.pick(".yaml", ".yml", "Dockerfile", ".service")
}

// edit changes something in a file.
func (m *mutant) edit() string {
	name, text := m.source()
	if name == "" {
		return "nothing"
	}
	lines := strings.SplitAfter(string(text), "\n")
	i := m.IntN(len(lines))
	what := ""
	switch m.IntN(7) {
	case 0:
		what, lines = "an empty line", slices.Insert(lines, i, "\n")
	case 1:
		what, lines = "a line less", slices.Delete(lines, i, i+1)
	case 2:
		what, lines = "a line twice", slices.Insert(lines, i, lines[i])
	case 3:
		j := min(i+1, len(lines)-1)
		what, lines[i], lines[j] = "lines the other way round", lines[j], lines[i]
	case 4:
		what, lines = "a comment", slices.Insert(lines, i, "//shutdownlint:ignore serve-no-shutdown,server-no-timeouts because\n")
	case 5:
		what, lines = "another name", []string{m.rename(text)}
	case 6:
		what, lines[i] = "another number", strings.NewReplacer("1", "7", "5", "0", "3", "30").Replace(lines[i])
	}
	m.write(name, []byte(strings.Join(lines, "")))
	return fmt.Sprintf("%s at line %d of %s", what, i+1, name)
}

// rename puts one name of a Go file in the place of another one.
func (m *mutant) rename(text []byte) string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, text, func(token.Position, string) {}, 0)
	type name struct {
		at   int
		text string
	}
	var names []name
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok == token.IDENT {
			names = append(names, name{file.Offset(pos), lit})
		}
	}
	if len(names) == 0 {
		return string(text)
	}
	from, to := names[m.IntN(len(names))], names[m.IntN(len(names))]
	return string(text[:from.at]) + to.text + string(text[from.at+len(from.text):])
}

// unnoticed changes the content of a file, but neither its length nor the time at which it was written.
func (m *mutant) unnoticed() string {
	name, text := m.pick(".go")
	info, err := os.Stat(name)
	if err != nil {
		m.t.Fatal(err)
	}
	changed := []byte(strings.NewReplacer("Shutdown", "Shutdwon", "Second", "Minute", "return", "retrun").Replace(string(text)))
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		m.t.Fatal(err)
	}
	_, err = f.Write(changed)
	if err := errors.Join(err, f.Close(), os.Chtimes(name, info.ModTime(), info.ModTime())); err != nil {
		m.t.Fatal(err)
	}
	return "changes that leave size and time of " + name
}

func (m *mutant) add() string {
	name, text := m.pick(".go")
	other := filepath.Join(filepath.Dir(name), []string{"more.go", "more_test.go", "more_windows.go", filepath.Join("more", "more.go")}[m.IntN(4)])
	m.write(other, text)
	return "a copy of " + name + ": " + other
}

func (m *mutant) remove() string {
	name, _ := m.source()
	if name == "" {
		return "nothing"
	}
	if err := os.Remove(name); err != nil {
		m.t.Fatal(err)
	}
	return "removing " + name
}

func (m *mutant) tag() string {
	name, text := m.pick(".go")
	tag := []string{"ignore", "windows", "race", "more", "go1.21"}[m.IntN(5)]
	m.write(name, append([]byte("//go:build "+tag+"\n\n"), text...))
	return "a build tag " + tag + " in " + name
}

func (m *mutant) goMod() string {
	name, text := m.pick("go.mod")
	lines := strings.SplitAfter(string(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "go 1.") {
			lines[i] = []string{"go 1.21\n", "go 1.24\n", "go 1.16\n", ""}[m.IntN(4)]
		}
	}
	if m.IntN(3) == 0 {
		i := m.IntN(len(lines))
		lines = slices.Delete(lines, i, i+1)
	}
	m.write(name, []byte(strings.Join(lines, "")))
	return "changing " + name
}

func (m *mutant) configure() string {
	text := []string{
		"disable: [serve-no-shutdown]\n", "tests: true\n", "exclude: [\"cmd/**\"]\n", "levels: {server-no-timeouts: note}\n", "", "disable: [none]\n",
	}[m.IntN(6)]
	m.write(filepath.Join(m.dir, ".shutdownlint.yaml"), []byte(text))
	return "configuring " + text
}

// call has the program called in another way.
func (m *mutant) call() string {
	switch m.IntN(8) {
	case 0:
		m.flags = []string{"-tests"}
	case 1:
		m.flags = []string{"-notes=false"}
	case 2:
		m.flags = []string{"-disable=server-no-timeouts"}
	case 3:
		m.flags = []string{"-noshutdown"}
	case 4:
		m.flags = []string{"-tags=more"}
	case 5:
		m.env = []string{"GOOS=windows"}
	case 6:
		m.env = []string{"GOARCH=386"}
	case 7:
		m.env = []string{"GOFLAGS=-mod=mod -tags=more"}
	}
	return "calling the program otherwise"
}

// damage deletes half of what is kept, or cuts it short.
func (m *mutant) damage() string {
	err := filepath.WalkDir(m.cache, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch m.IntN(4) {
		case 0, 1:
			return os.Remove(name)
		case 2:
			return os.Truncate(name, int64(m.IntN(200)))
		}
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return "damage to the cache"
}
