// Package gclplugin makes shutdownlint a linter of golangci-lint, as a module plugin.
//
// A .custom-gcl.yml that builds golangci-lint with it, and the settings that it takes, stand in README.md.
package gclplugin

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

// golangci-lint finds plugins by what their packages register when they are initialised.
func init() { register.Plugin("shutdownlint", New) }

// Settings are what linters.settings.custom.shutdownlint.settings of .golangci.yml may hold. Unknown keys are errors.
type Settings struct {
	// Disable lists categories that are not reported.
	Disable []string `json:"disable"`
	// Notes reports what is true but a matter of taste or of risk appetite.
	Notes bool `json:"notes"`
	// Tests reports in _test.go files, and takes them as evidence.
	Tests bool `json:"tests"`
	// Related names the other places of a mistake. It is off by default, because golangci-lint makes an issue of its own of
	// each of them.
	Related bool `json:"related"`
}

// New returns the plugin with the given settings.
func New(raw any) (register.LinterPlugin, error) {
	settings, err := register.DecodeSettings[Settings](raw)
	if err != nil {
		return nil, fmt.Errorf("shutdownlint: %w", err)
	}
	known := make(map[string]bool)
	for _, c := range analyzers.Categories() {
		known[c.ID] = true
	}
	for _, id := range settings.Disable {
		if !known[id] {
			return nil, fmt.Errorf("shutdownlint: disable: there is no category %q", id)
		}
	}
	return plugin(settings), nil
}

type plugin Settings

// BuildAnalyzers returns every check, with the settings in force.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	for name, value := range map[string]string{
		"disable": strings.Join(p.Disable, ","),
		"notes":   strconv.FormatBool(p.Notes),
		"tests":   strconv.FormatBool(p.Tests),
		"related": strconv.FormatBool(p.Related),
	} {
		if err := analyzers.Options.Flags.Set(name, value); err != nil {
			return nil, fmt.Errorf("shutdownlint: %s: %w", name, err)
		}
	}
	return analyzers.Suite, nil
}

// GetLoadMode says that the checks need types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
