// Cost measures what shutdownlint costs beside what people run anyway.
//
//	go run ./cmd/cost [-pairs 5] [-golangci-lint PATH] [-compile 1] DIR
//
// DIR is the root of a module whose dependencies are at hand. In each round every contender runs once cold and once warm; the
// ratios are those of one round, so that a machine that slows down in between does not distort them. It prints Markdown tables on
// stdout: medians, with the least and the most in brackets.
//
// CPU is user and system time of the command and all its children, memory the peak of the largest of these processes. Cold
// means that the results about packages are unknown, while dependencies are compiled; warm that nothing has changed since. Shutdownlint
// runs a third time, after a comment was added to a file of a main package, which is then taken away again, and so does golangci-lint;
// that is compared with what go vet needs when nothing has changed. Rounds of -compile begin each command with an empty build cache; Shutdownlint
// runs a second time with its own cache, and another file, as it would where CI restores that.
//
// The go command also runs this program, as a vet tool that looks at nothing: the floor of that door.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	if n := len(os.Args); n > 1 && (strings.HasSuffix(os.Args[n-1], ".cfg") || os.Args[1] == "-V=full" || os.Args[1] == "-flags") {
		unitchecker.Main(&analysis.Analyzer{Name: "empty", Doc: "look at nothing", Run: func(*analysis.Pass) (any, error) { return nil, nil }})
	}
	pairs := flag.Int("pairs", 5, "number of rounds")
	golangci := flag.String("golangci-lint", "", "path of golangci-lint v2, to be measured as well")
	compile := flag.Int("compile", 0, "number of rounds with an empty build cache")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./cmd/cost [flags] DIR")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 || *pairs < 1 || *compile < 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := measure(flag.Arg(0), *golangci, *pairs, *compile); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(2)
	}
}

// measure runs all contenders on the module at dir and prints the tables.
func measure(dir, golangci string, pairs, compile int) error {
	tmp, err := os.MkdirTemp("", "cost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	b := &bench{dir: dir, tmp: tmp, tool: filepath.Join(tmp, "shutdownlint"), empty: filepath.Join(tmp, "empty"), golangci: golangci}
	if err := b.prepare(); err != nil {
		return err
	}
	var rounds []round
	for i := range pairs {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", i+1, pairs)
		r, err := b.round()
		if err != nil {
			return err
		}
		rounds = append(rounds, r)
	}
	printCosts(os.Stdout, rounds)
	if compile == 0 {
		return nil
	}
	rounds = nil
	for i := range compile {
		fmt.Fprintf(os.Stderr, "round %d of %d with an empty build cache\n", i+1, compile)
		r, err := b.compileRound()
		if err != nil {
			return err
		}
		rounds = append(rounds, r)
	}
	fmt.Println("\nWith an empty build cache:")
	printCosts(os.Stdout, rounds)
	return nil
}

// prepare builds the tools and compiles what the module depends on.
func (b *bench) prepare() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	program, err := os.ReadFile(self)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.empty, program, 0o700); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", b.tool, "github.com/shutdownlint/shutdownlint/cmd/shutdownlint")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the tool: %v\n%s", err, out)
	}
	config := filepath.Join(b.tmp, "nearest.yml")
	if err := os.WriteFile(config, []byte(nearest), 0o600); err != nil {
		return err
	}
	list := exec.Command("go", "list", "-export", "-deps", "-test", "./...")
	list.Dir = b.dir
	if out, err := list.CombinedOutput(); err != nil {
		return fmt.Errorf("%s does not build: %v\n%s", b.dir, err, out)
	}
	mains := exec.Command("go", "list", "-f", `{{if eq .Name "main"}}{{.Dir}}/{{index .GoFiles 0}}{{end}}`, "./...")
	mains.Dir = b.dir
	out, err := mains.Output()
	if err != nil {
		return fmt.Errorf("listing %s: %v", b.dir, err)
	}
	b.leaf, _, _ = strings.Cut(string(out), "\n")
	return nil
}

// nearest is a configuration of golangci-lint with the linters that look for some of what shutdownlint looks for.
const nearest = `version: "2"
linters:
  default: none
  enable: [bodyclose, sqlclosecheck, rowserrcheck, noctx, gosec, contextcheck, govet]
  settings:
    gosec: {includes: [G112, G114]}
    govet: {disable-all: true, enable: [sigchanyzer]}
issues: {max-issues-per-linter: 0, max-same-issues: 0}
run: {timeout: 30m, allow-parallel-runners: true}
`
