package options

import (
	"encoding/json"
	"fmt"
	"go/types"
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
	Strict    bool              `json:"strict"`
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
		o.Table, o.Own = table, s.Resources
	}
	o.Disable, o.Levels = slices.Clone(s.Disable), maps.Clone(s.Levels)
	o.Notes, o.Strict, o.Tests = s.Notes, s.Strict, s.Tests
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

// Unresolved returns an error about the first name in resources that does not exist in pkg or in what it imports, if the driver does not
// look for them.
func (o *Options) Unresolved(pkg *types.Package) error {
	if o.Resolved || len(o.Own) == 0 {
		return nil
	}
	wrong := resource.Unresolved(o.Own, func(path string) *types.Package {
		for _, p := range append(pkg.Imports(), pkg) {
			if p.Path() == path {
				return p
			}
		}
		return nil
	})
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("settings of shutdownlint: %w", Wrong(wrong[0]))
}

// settingsFlag sets options by the text of Settings, in JSON. What the text does not name stays as it is.
type settingsFlag Options

func (f *settingsFlag) String() string { return "" }

func (f *settingsFlag) Set(text string) error {
	s := Settings{Disable: f.Disable, Levels: maps.Clone(f.Levels), Notes: f.Notes, Strict: f.Strict, Tests: f.Tests}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return err
	}
	return (*Options)(f).set(s)
}
