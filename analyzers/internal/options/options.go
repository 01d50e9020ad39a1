// Package options holds the settings that all checks share.
//
// They are flags of one analyzer that every check requires, because that is the only way in which a setting reaches a
// pass through every driver.
package options

import (
	"flag"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Options are the settings that all checks share.
type Options struct {
	Notes bool // report what is true but a matter of taste or of risk appetite
	Tests bool // report in _test.go files, and take them as evidence

	Disable Categories // categories that are not reported
	Related bool       // name the other places of a mistake

	Adjustments
}

// Adjustments are the settings for which there are no flags.
type Adjustments struct {
	Levels   map[string]string      // by category: "error" or "note" in place of what the check says
	Excluded func(file string) bool // nothing is reported in such a file; nil excludes none
	Table    *resource.Table        // what is known of libraries; nil stands for what everybody has
}

// Adjust replaces the adjustments of all following runs.
func Adjust(a Adjustments) { current.Adjustments = a }

// Current returns the settings as they are now, for a driver: passes get them as the result of Analyzer.
func Current() *Options {
	o := current
	if o.Table == nil {
		o.Table = resource.WellKnown()
	}
	return &o
}

// Wanted reports whether a finding of the category in file is to be reported, and whether it is a note then; note is what
// the check calls it.
func (o *Options) Wanted(category, file string, note bool) (wanted, asNote bool) {
	if level, ok := o.Levels[category]; ok {
		note = level == "note"
	}
	if note && !o.Notes || slices.Contains(o.Disable, category) || o.Excluded != nil && o.Excluded(file) {
		return false, note
	}
	return true, note
}

// Categories is a list of category ids, and a flag value that is written with commas.
type Categories []string

func (c *Categories) String() string { return strings.Join(*c, ",") }

// Set replaces the list. Whether the ids exist is for the driver to say, which knows them all.
func (c *Categories) Set(s string) error {
	*c = strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	return nil
}

var current Options

// Analyzer carries the flags; its result is the *Options of this run.
var Analyzer = &analysis.Analyzer{
	Name:       "options",
	Doc:        "carry the settings that all checks share",
	Flags:      flags(),
	ResultType: reflect.TypeFor[*Options](),
	Run:        func(*analysis.Pass) (any, error) { return Current(), nil },
}

func flags() flag.FlagSet {
	fs := flag.NewFlagSet("options", flag.ContinueOnError)
	fs.BoolVar(&current.Notes, "notes", false, "also report notes: true, but a matter of taste or of risk appetite")
	fs.BoolVar(&current.Tests, "tests", false, "also report in _test.go files, and take them as evidence")
	fs.Var(&current.Disable, "disable", "comma-separated `categories` that are not reported")
	fs.BoolVar(&current.Related, "related", true, "name the other places of a mistake")
	return *fs
}
