package options

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Settings are what package analyzers describes under this name, which is where users find it.
type Settings struct {
	Disable   []string          `json:"disable"`
	Levels    map[string]string `json:"levels"`
	Notes     bool              `json:"notes"`
	Tests     bool              `json:"tests"`
	Resources []resource.Own    `json:"resources"`
}

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

// New returns the options that s asks for. documented reports whether there is a category of that name. The error, if there is
// one, is a *SettingError.
func New(s Settings, documented func(category string) bool) (*Options, error) {
	noCategory := func(id string) string { return fmt.Sprintf("there is no category %q", id) }
	for i, id := range s.Disable {
		if !documented(id) {
			return nil, &SettingError{[]any{"disable", i}, noCategory(id)}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Levels)) {
		if !documented(id) {
			return nil, &SettingError{[]any{"levels", id}, noCategory(id)}
		}
	}
	o := standard()
	return o, o.set(s)
}

// set puts s in force, whose categories are known to exist or nobody's business.
func (o *Options) set(s Settings) error {
	for _, id := range slices.Sorted(maps.Keys(s.Levels)) {
		if level := s.Levels[id]; level != "error" && level != "note" {
			return &SettingError{[]any{"levels", id}, fmt.Sprintf("there is no level %q, only error and note", level)}
		}
	}
	if len(s.Resources) > 0 {
		table, err := resource.WellKnown().Extend(s.Resources)
		if err != nil {
			return Wrong(err)
		}
		o.Table = table
	}
	o.Disable, o.Levels, o.Notes, o.Tests = slices.Clone(s.Disable), maps.Clone(s.Levels), s.Notes, s.Tests
	return nil
}

// Wrong says in terms of settings what is wrong with a resource.
func Wrong(e *resource.OwnError) *SettingError {
	path := []any{"resources", e.Index, e.Field}
	if e.Item >= 0 {
		path = append(path, e.Item)
	}
	return &SettingError{path, e.Text}
}

// settingsFlag sets options by the text of Settings, in JSON. What the text does not name stays as it is.
type settingsFlag Options

func (f *settingsFlag) String() string { return "" }

func (f *settingsFlag) Set(text string) error {
	s := Settings{Disable: f.Disable, Levels: maps.Clone(f.Levels), Notes: f.Notes, Tests: f.Tests}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return err
	}
	return (*Options)(f).set(s)
}
