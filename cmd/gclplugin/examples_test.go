package gclplugin_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/shutdownlint/shutdownlint/cmd/gclplugin"
)

func read(t *testing.T, name string) string {
	data, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestExamples holds the files that are there to be copied to what README.md shows, to the plugin, and to the golangci-lint
// that it is tested with.
func TestExamples(t *testing.T) {
	readme := read(t, "README.md")
	for _, name := range []string{".custom-gcl.yml", ".golangci.yml"} {
		if !strings.Contains(readme, "```yaml\n"+read(t, name)+"```\n") {
			t.Errorf("README.md does not show %s as it is", name)
		}
	}
	tested := regexp.MustCompile(`golangci-lint/v2 (v\S+)`).FindStringSubmatch(read(t, "cmd/golangci-shutdownlint/go.mod"))
	if tested == nil || !strings.HasPrefix(read(t, ".custom-gcl.yml"), "version: "+tested[1]+"\n") {
		t.Errorf(".custom-gcl.yml is not for the golangci-lint %q that the plugin is tested with", tested)
	}
	var example struct {
		Linters struct {
			Settings struct {
				Custom map[string]struct{ Settings map[string]any }
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, ".golangci.yml")), &example); err != nil {
		t.Fatal(err)
	}
	settings := example.Linters.Settings.Custom["shutdownlint"].Settings
	if settings == nil {
		t.Fatal(".golangci.yml has no settings")
	}
	if _, err := gclplugin.New(settings); err != nil {
		t.Error(err)
	}
}
