package gclplugin

import (
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
