package gclplugin

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

func TestSettings(t *testing.T) {
	p, err := New(map[string]any{"disable": []any{"gin-run"}, "notes": true})
	if err != nil {
		t.Fatal(err)
	}
	all, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(analyzers.Suite) {
		t.Errorf("%d checks, want all %d", len(all), len(analyzers.Suite))
	}
	if _, err := New(map[string]any{"tests": true, "related": true}); err != nil { // leaves the first one alone
		t.Fatal(err)
	}
	for name, want := range map[string]string{"disable": "gin-run", "notes": "true", "tests": "false", "related": "false"} {
		if got := p.(plugin).suite.Flags().Lookup(name).Value.String(); got != want {
			t.Errorf("option %s is %q, want %q", name, got, want)
		}
	}
	if got := p.GetLoadMode(); got != register.LoadModeTypesInfo {
		t.Errorf("load mode %q", got)
	}
}

// TestUnique switches off what others find, beside what the user has, and holds README.md to the list of that.
func TestUnique(t *testing.T) {
	p, err := New(map[string]any{"unique": true, "disable": []any{"gin-run", "body-unclosed"}, "levels": map[string]any{"rows-unclosed": "note"}})
	if err != nil {
		t.Fatal(err)
	}
	off := strings.Split(p.(plugin).suite.Flags().Lookup("disable").Value.String(), ",")
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "`unique: true`")
	named, _, ok := strings.Cut(after, "There `//nolint:")
	if !ok || strings.Count(named, "`")/2 != len(overlaps) {
		t.Errorf("README.md names other categories than %d: %s", len(overlaps), named)
	}
	for category, linter := range overlaps {
		if !slices.Contains(off, category) {
			t.Errorf("%s is on", category)
		}
		if name, _, _ := strings.Cut(linter, " "); !strings.Contains(named, "`"+category+"`") || !strings.Contains(named, name) {
			t.Errorf("README.md does not name %s, or %s", category, name)
		}
	}
	if !slices.Contains(off, "gin-run") || slices.Contains(off, "serve-no-shutdown") {
		t.Errorf("off are %q", off)
	}
	if p, err = New(map[string]any{"unique": false}); err != nil || p.(plugin).suite.Flags().Lookup("disable").Value.String() != "" {
		t.Errorf("not unique: %v, %v", p, err)
	}
}

func TestWrongSettings(t *testing.T) {
	tests := []struct {
		name     string
		settings map[string]any
		want     string
	}{
		{"unknown key", map[string]any{"enable": []any{"gin-run"}}, "enable"},
		{"unknown category", map[string]any{"disable": []any{"gin-walk"}}, "gin-walk"},
		{"unknown level", map[string]any{"levels": map[string]any{"gin-run": "off"}}, `levels.gin-run: there is no level "off"`},
		{"unknown key of a resource", map[string]any{"resources": []any{map[string]any{"form": []any{"Get"}}}}, "form"},
		{"resource without a function", map[string]any{"resources": []any{map[string]any{"type": "x.org/p.Conn"}}}, "resources[0].from"},
		{"wrong type", map[string]any{"notes": "perhaps"}, "notes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := New(test.settings); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error about %s", err, test.want)
			}
		})
	}
}
