package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
)

func TestErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"comments only", "# nothing yet\n", ""},
		{"null", "~\n", ""},
		{"everything", "disable: [gin-run]\nlevels: {file-unclosed: note}\nnotes: true\ntests: true\nexclude: ['**/*.pb.go']\n", ""},
		{"an alias", "disable: &d [gin-run]\nexclude: *d\n", ""},
		{"unknown key", "notes: true\nnote: true\n", `c:2: unknown key "note"; there is disable, exclude, levels, notes, resources, strict, tests`},
		{"key twice", "notes: true\ntests: true\nnotes: true\n", "c:3: notes stands here a second time"},
		{"no mapping", "- gin-run\n", "c:1: this is to be a mapping of keys to values"},
		{"wrong type", "\ndisable: {a: b}\n", "c:2: disable is to be a list of categories"},
		{"wrong truth", "notes: perhaps\n", "c:1: notes is to be true or false"},
		{"syntax", "disable: [gin-run\nnotes: true\n", "c:1: did not find expected ',' or ']'"},
		{"tab", "levels:\n\tgin-run: note\n", "c:2: found character that cannot start any token"},
		{"unknown category", "disable:\n  - gin-run\n  - gin-walk\n", `c:3: disable[1]: there is no category "gin-walk"`},
		{"level of an unknown category", "levels:\n  gin-run: note\n  gin-walk: note\n", `c:3: levels.gin-walk: there is no category "gin-walk"`},
		{"unknown level", "levels:\n  gin-run: off\n", `c:2: levels.gin-run: there is no level "off", only error and note`},
		{"bad pattern", "exclude:\n  - ok\n  - '[a'\n", `c:3: "[a" is no pattern`},
		{"resources no list", "resources: {}\n", "c:1: resources is to be a list"},
		{"unknown key of a resource", "resources:\n  - type: a.B\n    form: [C]\n", `c:3: unknown key "form"; there is from, lost, release, type`},
		{"no type", "resources:\n  - from: [Get]\n    release: [Close]\n", `c:2: resources[0].type: want a type with the path of its package, such as github.com/acme/pool.Conn, not ""`},
		{"type without a package", "resources:\n  - type: Conn\n    from: [Get]\n    release: [Close]\n", `c:2: resources[0].type: want a type with the path of its package, such as github.com/acme/pool.Conn, not "Conn"`},
		{"nothing hands it out", "resources:\n  - type: x.org/p.Conn\n    release: [Close]\n", "c:2: resources[0].from: no function is named that hands out a Conn"},
		{"nothing releases it", "resources:\n  - type: x.org/p.Conn\n    from: [Get]\n", "c:2: resources[0].release: no method is named that releases a Conn"},
		{"no function", "resources:\n  - type: x.org/p.Conn\n    from: [Get, get]\n    release: [Close]\n", `c:3: resources[0].from[1]: "get" is no function or method, such as Get, Pool.Get or github.com/acme/pool.Get`},
		{"a known type needs no release", "resources:\n  - type: database/sql.Rows\n    from: [x.org/p.Query]\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := config.Read("c", []byte(test.text))
			if err == nil {
				_, err = f.Suite()
			}
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(deep, 0o777); err != nil {
		t.Fatal(err)
	}
	if f, err := config.Load(deep); f != nil || err != nil {
		t.Fatalf("without a file: %v, %v", f, err)
	}
	if err := os.WriteFile(filepath.Join(dir, config.Name), []byte("notes: true\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if f, err := config.Load(deep); err != nil || !f.Notes {
		t.Errorf("above: %v, %v", f, err)
	}
	if err := os.WriteFile(filepath.Join(deep, config.Name), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if f, err := config.Load(deep); err != nil || f.Notes {
		t.Errorf("the nearest one counts: %v, %v", f, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "a", config.Name), 0o777); err != nil {
		t.Fatal(err)
	}
	var wrong *config.Error
	if _, err := config.Load(filepath.Join(dir, "a")); !errors.As(err, &wrong) || wrong.File != filepath.Join(dir, "a", config.Name) {
		t.Errorf("a directory: %v", err)
	}
}
