package analyzers

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Settings are what users may say about all checks, in the configuration file of any driver. Their zero value changes nothing.
type Settings struct {
	Disable   []string          `json:"disable" yaml:"disable"`     // categories that are not reported
	Levels    map[string]string `json:"levels" yaml:"levels"`       // by category, "error" or "note" in place of its own
	Notes     bool              `json:"notes" yaml:"notes"`         // report notes too
	Tests     bool              `json:"tests" yaml:"tests"`         // report in _test.go files, and take them as evidence
	Resources []Resource        `json:"resources" yaml:"resources"` // what the checks do not know must be released
}

// A Resource is a kind of value that somebody has to release, such as an in-house client.
type Resource = resource.Own

// A SettingError says which setting is wrong: its keys and indices, outermost first, and why.
type SettingError struct {
	Path []any // strings and ints
	Text string
}

func (e *SettingError) Error() string {
	var b strings.Builder
	for i, key := range e.Path {
		switch key := key.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", key)
		default:
			if i > 0 {
				b.WriteByte('.')
			}
			fmt.Fprint(&b, key)
		}
	}
	return b.String() + ": " + e.Text
}

// Apply puts the settings in force for all following runs; excluded, which may be nil, says in which files nothing is
// reported. Categories are those that exist. The error, if there is one, is a *SettingError.
//
// Disable, Notes and Tests are flags too, see Options: what is set for them later wins.
func (s *Settings) Apply(categories []Category, excluded func(file string) bool) error {
	known := make(map[string]bool)
	for _, c := range categories {
		known[c.ID] = true
	}
	for i, id := range s.Disable {
		if !known[id] {
			return &SettingError{[]any{"disable", i}, noCategory(id)}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Levels)) {
		if !known[id] {
			return &SettingError{[]any{"levels", id}, noCategory(id)}
		}
		if level := s.Levels[id]; level != docs.Error && level != docs.Note {
			return &SettingError{[]any{"levels", id}, fmt.Sprintf("there is no level %q, only %s and %s", level, docs.Error, docs.Note)}
		}
	}
	table, err := resource.WellKnown().Extend(s.Resources)
	if err != nil {
		return settingError(err)
	}
	options.Adjust(options.Adjustments{Levels: s.Levels, Excluded: excluded, Table: table})
	for name, value := range map[string]string{
		"disable": strings.Join(s.Disable, ","),
		"notes":   fmt.Sprint(s.Notes),
		"tests":   fmt.Sprint(s.Tests),
	} {
		if err := Options.Flags.Set(name, value); err != nil {
			return &SettingError{[]any{name}, err.Error()}
		}
	}
	return nil
}

// Wanted reports whether the settings want a finding of the category in file, and whether it is a note then, for drivers that
// make findings of their own; note is its level otherwise.
func Wanted(category, file string, note bool) (wanted, asNote bool) {
	return options.Current().Wanted(category, file, note)
}

// NamesOthers reports whether findings are to name the other places of a mistake.
func NamesOthers() bool { return options.Current().Related }

func noCategory(id string) string { return fmt.Sprintf("there is no category %q", id) }

// Unresolved returns an error for each name in resources that does not exist in its package; pkg returns the package with
// a path, or nil to leave its names alone.
func Unresolved(resources []Resource, pkg func(path string) *types.Package) []*SettingError {
	var found []*SettingError
	for _, e := range resource.Unresolved(resources, pkg) {
		found = append(found, settingError(e))
	}
	return found
}

func settingError(e *resource.OwnError) *SettingError {
	path := []any{"resources", e.Index, e.Field}
	if e.Item >= 0 {
		path = append(path, e.Item)
	}
	return &SettingError{path, e.Text}
}
