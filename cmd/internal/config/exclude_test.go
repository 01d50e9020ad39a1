package config

import (
	"path/filepath"
	"testing"
)

func TestExcluded(t *testing.T) {
	root := t.TempDir()
	f := &File{name: filepath.Join(root, Name), Exclude: []string{"legacy", "./gen/", "**/*.pb.go", "cmd/*/main.go"}}
	for file, want := range map[string]bool{
		"legacy/a.go":       true,
		"legacy/deep/a.go":  true,
		"legacy.go":         false,
		"x/legacy/a.go":     false,
		"gen/a.go":          true,
		"a.pb.go":           true,
		"x/y/a.pb.go":       true,
		"cmd/a/main.go":     true,
		"cmd/a/b/main.go":   false,
		"../legacy/a.go":    false,
		"other/a_pb.go":     false,
		"legacyother/x.go":  false,
		"cmd/a/main_x.go":   false,
		"gen.go":            false,
		"x/gen/not/root.go": false,
	} {
		if got := f.excluded(filepath.Join(root, filepath.FromSlash(file))); got != want {
			t.Errorf("%s: %t, want %t", file, got, want)
		}
	}
}
