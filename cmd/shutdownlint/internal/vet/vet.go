// Package vet is the door for go vet -vettool and go fix -fixtool: one run is about one package, and the go command
// decides which, and in which order.
package vet

import (
	"encoding/json"
	"flag"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
)

// Asked reports whether args are those with which the go command runs a vet tool.
func Asked(args []string) bool {
	for i, arg := range args {
		if arg == "-V=full" || arg == "-flags" || i == len(args)-1 && strings.HasSuffix(arg, ".cfg") {
			return true
		}
	}
	return false
}

// A Tool is what the go command runs.
type Tool struct {
	Open   func(*config.File) (*driver.Suite, error) // returns the checks with the settings of a configuration, which may be nil
	Stdout io.Writer
}

// Main serves one request of the go command. It returns only if something went wrong.
//
// Of a dependency only facts are wanted. Then the facts' passes are the only roots: with the checks among them,
// unitchecker would run every check that requires a pass with facts.
func (t *Tool) Main(args []string) error {
	if slices.Contains(args, "-V=full") {
		id, err := identity(t.Open)
		if err == nil {
			_, err = io.WriteString(t.Stdout, id)
		}
		if err == nil {
			os.Exit(0)
		}
		return err
	}
	file := args[len(args)-1]
	var r record // empty where the go command asks for the flags only
	var err error
	if strings.HasSuffix(file, ".cfg") {
		if r, err = recall(); err != nil {
			return err
		}
	}
	suite, err := r.open(t.Open)
	if err != nil {
		return err
	}
	collectLittle()
	if w := wanted(file); w.VetxOnly {
		parseQuietly(suite.Checks, suite.Flags(), args[:len(args)-1])
		unitchecker.Run(file, suite.FactRoots(w.ImportPath, w.ModulePath))
	}
	// unitchecker parses the flags of the process; ours go among them, and win over the configuration.
	flag.CommandLine.Init("shutdownlint", flag.ExitOnError)
	lift(suite.Flags(), flag.CommandLine)
	unitchecker.Main(suite.Checks...)
	return nil
}

// lift adds the flags of from to those of to.
func lift(from, to *flag.FlagSet) {
	from.VisitAll(func(f *flag.Flag) { to.Var(f.Value, f.Name, f.Usage) })
}

// A request is what a configuration of the go command asks for, as far as it matters here.
type request struct {
	VetxOnly   bool // nothing but facts
	ImportPath string
	ModulePath string
}

func wanted(file string) (r request) {
	if data, err := os.ReadFile(file); err != nil || json.Unmarshal(data, &r) != nil {
		return request{} // unitchecker will complain, or this is no configuration
	}
	return r
}

// A process sees one package and ends, so most of what the garbage collector could find is given back soon anyway. Collecting
// it cost a fifth of the time; below the limit the collector hardly runs.
const (
	collectAt   = 400       // growth of the heap in percent
	memoryLimit = 640 << 20 // bytes
)

func collectLittle() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// parseQuietly sets the options that args name. Which checks are enabled, and how findings are to be printed, does not
// matter here; errors cannot occur, as the go command knows our flags and has checked them.
func parseQuietly(checks []*analysis.Analyzer, options *flag.FlagSet, args []string) {
	fs := flag.NewFlagSet("shutdownlint", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	for _, name := range []string{"json", "fix", "diff"} {
		fs.Bool(name, false, "")
	}
	fs.Int("c", -1, "")
	for _, check := range checks {
		fs.Bool(check.Name, true, "")
		check.Flags.VisitAll(func(f *flag.Flag) { fs.Var(f.Value, check.Name+"."+f.Name, f.Usage) })
	}
	lift(options, fs)
	fs.Parse(args) // cannot fail, see above
}
