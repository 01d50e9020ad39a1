package load_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// What the go command said holds until something changes that it has looked at.
func TestListRemembered(t *testing.T) {
	root := testmod.Write(t, `
-- main/go.mod --
module m

go 1.24

require example.com/other v0.0.0

replace example.com/other => ../other
-- main/m.go --
package m

import _ "example.com/other"
-- main/low/low.go --
package low
-- main/testdata/text.txt --
1
-- other/go.mod --
module example.com/other

go 1.24
-- other/other.go --
package other
-- other/other.txt --
1
`)
	dir := filepath.Join(root, "main")
	store, err := cache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cfg := load.Config{Dir: dir, Patterns: []string{"./..."}}
	list := func(cfg load.Config) *load.Program {
		t.Helper()
		files := cache.NewFiles(store, "tree")
		files.Tick = 0
		cfg.Memory = &load.Memory{Store: store, Files: files}
		p, err := load.List(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := files.Keep(); err != nil {
			t.Fatal(err)
		}
		return p
	}
	write := func(name, text string) func() {
		return func() {
			t.Helper()
			name := filepath.Join(root, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(name string) func() {
		return func() {
			t.Helper()
			if err := os.RemoveAll(filepath.Join(root, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
	}
	first := list(cfg)
	if first.Recalled {
		t.Fatal("a list that nobody made is recalled")
	}
	if first.Errors != nil {
		t.Fatal(first.Errors)
	}
	second := list(cfg)
	if !second.Recalled {
		t.Skip("this system does not say when a file was changed")
	}
	if !reflect.DeepEqual(names(first), names(second)) || *first.Env != *second.Env {
		t.Errorf("recalled %v, want %v", names(second), names(first))
	}
	if u := second.Unit("m"); len(u.Needs) != len(first.Unit("m").Needs) || u.Module != second.Unit("m/low").Module || u.Module.Dir != dir {
		t.Errorf("recalled %+v", u)
	}

	changes := []struct {
		what   string
		change func()
		same   bool
	}{
		{"another body", write("main/low/low.go", "package low\n\nfunc F() {}\n"), false}, // what is compiled is another file
		{"nothing", func() {}, true},
		{"the same again", write("main/low/low.go", "package low\n\nfunc F() {}\n"), true},
		{"another file", write("main/low/more.go", "package low\n"), false},
		{"another package", write("main/new/new.go", "package new\n"), false},
		{"an empty directory", write("main/new/no/go.txt", ""), false},
		{"a text", write("main/new/no/go.txt", "1"), true},
		{"a package less", remove("main/new"), false},
		{"a file of the other module", write("other/other.go", "package other\n\nvar V int\n"), false},
		{"a text of the other module", write("other/other.txt", "2"), true},
		{"go.mod", write("other/go.mod", "module example.com/other\n\ngo 1.23\n"), false},
		{"a workspace", write("go.work", "go 1.24\n\nuse ./main\nuse ./other\n"), false},
		{"no workspace", remove("go.work"), false},
		{"a test", write("main/m_test.go", "package m\n"), false},
		{"a variable", func() { t.Setenv("GOFLAGS", "-tags=more") }, false},
		{"a variable of the shell", func() { t.Setenv("SHLVL", "17") }, true},
		{"an error", write("main/low/low.go", "package high\n"), false},
	}
	for _, c := range changes {
		c.change()
		p := list(cfg)
		if p.Recalled != c.same {
			t.Errorf("after %s, recalled: %t", c.what, p.Recalled)
		}
		if fresh, err := load.List(cfg); err != nil || !reflect.DeepEqual(names(fresh), names(p)) {
			t.Errorf("after %s: %v (%v), want %v", c.what, names(p), err, names(fresh))
		}
	}
	if list(cfg).Recalled {
		t.Error("a list with an error is recalled")
	}
	cfg.Tests = true
	if list(cfg).Recalled {
		t.Error("the list without tests is taken for one with tests")
	}
}

// Where nothing is compiled for the list, it holds until the head of a file is another; but what had been compiled is out of date.
func TestListEdited(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	root := testmod.Write(t, `
-- go.mod --
module m

go 1.24
-- m.go --
package m

import "m/low"

var Low = low.Value
-- low/low.go --
// Package low has a value.
package low

import "strings"

var Value = strings.ToLower("A")
-- low/text.go --
package low

import _ "embed"

//go:embed text.txt
var text string
-- low/text.txt --
1
-- low/more.txt --
2
-- low/low_test.go --
package low
-- beside/beside.go --
package beside
`)
	build := exec.Command("go", "build", "./...")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	store, err := cache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cfg := load.Config{Dir: root, Patterns: []string{"./..."}, Program: program}
	list := func() *load.Program {
		t.Helper()
		files := cache.NewFiles(store, "tree")
		files.Tick = 0
		cfg := cfg
		cfg.Memory = &load.Memory{Store: store, Files: files}
		p, err := load.List(cfg)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := list(); p.Recalled || p.Package("m").Export == "" {
		t.Fatalf("recalled: %t, compiled: %q", p.Recalled, p.Package("m").Export)
	}
	if !list().Recalled {
		t.Skip("this system does not say when a file was changed")
	}
	for _, c := range []struct {
		file, text string
		same       bool
		compiled   string // of m, m/low and m/beside, what has been and is up to date
	}{
		{"low/low.go", "// Package low has a value.\npackage low\n\nimport \"strings\"\n\nvar Value = strings.ToUpper(\"a\") // another\n", true, "m/beside"},
		{"m.go", "package m\n\nimport \"m/low\"\n\nvar Low, More = low.Value, 1\n", true, "m/beside"},
		{"low/low.go", "// Package low has a value.\npackage low\n\nimport \"fmt\"\n\nvar Value = fmt.Sprint(1)\n", false, "m/beside"},
		{"low/low.go", "//go:build !plan9\n\npackage low\n\nimport \"fmt\"\n\nvar Value = fmt.Sprint(1)\n", false, "m/beside"},
		{"low/text.go", "package low\n\nimport _ \"embed\"\n\n//go:embed more.txt\nvar text string\n", false, "m/beside"},
		{"low/low_test.go", "package low\n\nvar tested bool\n", false, "m/beside"},
		{"beside/beside.go", "package beside\n\nvar V int\n", true, ""},
	} {
		if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(c.file)), []byte(c.text), 0o666); err != nil {
			t.Fatal(err)
		}
		p := list()
		if p.Recalled != c.same {
			t.Errorf("after %s, recalled: %t", c.file, p.Recalled)
		}
		fresh, err := load.List(cfg)
		if err != nil || !reflect.DeepEqual(names(fresh), names(p)) {
			t.Errorf("after %s: %v (%v), want %v", c.file, names(p), err, names(fresh))
		}
		var compiled []string
		for _, path := range []string{"m", "m/low", "m/beside"} {
			if p.Package(path).Export != "" {
				compiled = append(compiled, path)
			}
			if p.Package(path).Export != fresh.Package(path).Export {
				t.Errorf("after %s: %s was compiled to %q, want %q", c.file, path, p.Package(path).Export, fresh.Package(path).Export)
			}
		}
		if got := strings.Join(compiled, " "); got != c.compiled {
			t.Errorf("after %s, compiled: %s, want %s", c.file, got, c.compiled)
		}
	}
}

// names returns what is known of units, by name.
func names(p *load.Program) map[string][]string {
	all := make(map[string][]string)
	for _, u := range p.Units {
		all[u.ImportPath] = append(append([]string{u.Dir, u.Module.Path, u.Module.GoVersion}, u.GoSources()...), u.Imports...)
	}
	return all
}
