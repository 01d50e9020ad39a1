// Package vet is the door for go vet -vettool and go fix -fixtool: one run is about one package, and the go command
// decides which, and in which order.
package vet

import (
	"encoding/json"
	"flag"
	"io"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
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

// Main serves one request of the go command and does not return.
//
// Of a dependency only facts are wanted. Then the facts' passes are the only roots: with the checks among them,
// unitchecker would run every check that requires a pass with facts.
func Main(checks, factRoots []*analysis.Analyzer, options *flag.FlagSet, args []string) {
	if config := args[len(args)-1]; factsOnly(config) {
		parseQuietly(checks, options, args[:len(args)-1])
		unitchecker.Run(config, factRoots)
	}
	// unitchecker parses the flags of the process; ours go among them.
	flag.CommandLine.Init("shutdownlint", flag.ExitOnError)
	lift(options, flag.CommandLine)
	unitchecker.Main(checks...)
}

// lift adds the flags of from to those of to.
func lift(from, to *flag.FlagSet) {
	from.VisitAll(func(f *flag.Flag) { to.Var(f.Value, f.Name, f.Usage) })
}

// factsOnly reports whether a configuration of the go command asks for nothing but facts.
func factsOnly(file string) bool {
	data, err := os.ReadFile(file)
	if err != nil {
		return false // unitchecker will complain, or this is no configuration
	}
	var config struct{ VetxOnly bool }
	return json.Unmarshal(data, &config) == nil && config.VetxOnly
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
