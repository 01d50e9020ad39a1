package analyzers

import (
	"github.com/shutdownlint/shutdownlint/analyzers/internal/options"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Settings are what users may say about all checks, in the configuration file of any driver. Their zero value changes nothing.
type Settings struct {
	Disable   []string          `json:"disable" yaml:"disable"`     // categories that are not reported
	Levels    map[string]string `json:"levels" yaml:"levels"`       // by category, "error" or "note" in place of its own
	Notes     bool              `json:"notes" yaml:"notes"`         // report notes too
	Strict    bool              `json:"strict" yaml:"strict"`       // report notes, and let them fail the run where that is a difference
	Tests     bool              `json:"tests" yaml:"tests"`         // report in _test.go files, and take them as evidence
	Resources []Resource        `json:"resources" yaml:"resources"` // what the checks do not know must be released
}

// A Resource is a kind of value that somebody has to release, such as an in-house client.
type Resource = resource.Own

// A SettingError says which setting is wrong: Path holds its keys and indices, outermost first, and Text says why.
type SettingError = options.SettingError
