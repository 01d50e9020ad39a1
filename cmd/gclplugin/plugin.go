// Package gclplugin makes shutdownlint a linter of golangci-lint, as a module plugin.
//
// A .custom-gcl.yml that builds golangci-lint with it, and the settings that it takes, stand in README.md.
package gclplugin

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// name is that of the linter.
const name = "shutdownlint"

// golangci-lint finds plugins by what their packages register when they are initialised.
func init() { register.Plugin(name, New) }

// Settings are what linters.settings.custom.shutdownlint.settings of .golangci.yml may hold: the settings of every door, and
// two more. Unknown keys are errors. Files are excluded by golangci-lint itself, and no other file is read.
type Settings struct {
	analyzers.Settings
	// Unique leaves out the categories for which golangci-lint has another linter, see overlaps.
	Unique bool `json:"unique"`
	// Related names the other places of a mistake. It is off by default, because golangci-lint makes an issue of its own of
	// each of them.
	Related bool `json:"related"`
}

// overlaps are the categories for which golangci-lint has another linter, even if that follows values less far, and which linter it is.
var overlaps = map[string]string{
	"body-unclosed":      "bodyclose",
	"exit-skips-defer":   "gocritic (exitAfterDefer)",
	"rows-err-misplaced": "rowserrcheck",
	"rows-err-unchecked": "rowserrcheck",
	"rows-unclosed":      "sqlclosecheck",
	"server-no-timeouts": "gosec (G112, G114)",
	"signal-unbuffered":  "govet (sigchanyzer)",
	"signal-untrappable": "staticcheck (SA1016)",
	"stmt-unclosed":      "sqlclosecheck",
}

// New returns the plugin with the given settings.
func New(raw any) (register.LinterPlugin, error) {
	settings, err := register.DecodeSettings[Settings](raw)
	if err != nil {
		return nil, fmt.Errorf("shutdownlint: %w", err)
	}
	if settings.Unique {
		settings.Disable = append(settings.Disable, slices.Sorted(maps.Keys(overlaps))...)
	}
	suite, err := driver.New(settings.Settings, nil)
	if err == nil {
		err = suite.Flags().Set("related", strconv.FormatBool(settings.Related))
	}
	if err != nil {
		return nil, fmt.Errorf("shutdownlint: %w", err)
	}
	for _, check := range suite.Checks {
		// golangci-lint puts another name in front of messages, and people write it into nolint comments, where only that of the linter
		// means something.
		check.Name = name
	}
	return plugin{suite}, nil
}

type plugin struct{ suite *driver.Suite }

// BuildAnalyzers returns every check.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) { return p.suite.Checks, nil }

// GetLoadMode says that the checks need types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
