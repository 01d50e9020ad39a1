package load

import (
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// What one run has read of the standard library from source, the next one has from the cache, as long as it is whole.
func TestKeepTypes(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := testmod.Write(t, `
-- go.mod --
module m

go 1.25
-- a/a.go --
package a

import (
	"iter"
	"net/http"
)

type Handlers map[string]interface{ http.Handler }

func (h Handlers) All() iter.Seq2[string, interface{ http.Handler }] { return nil }
-- b/b.go --
package b

import (
	"context"
	"database/sql"

	"m/a"
)

type Server struct {
	a.Handlers
	sql.Null[int]
	Context context.Context
}
`)
	t.Setenv("GOCACHE", t.TempDir())
	store := t.TempDir()
	run := func() (units []string, read int) {
		t.Helper()
		s, err := cache.Open(store)
		if err != nil {
			t.Fatal(err)
		}
		p, err := List(Config{Dir: dir, Patterns: []string{"./..."}, Program: program, Memory: &Memory{s, cache.NewFiles(s, dir)}})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range p.Units {
			c, wrong := p.Check(u)
			if wrong != nil {
				t.Fatal(wrong)
			}
			for _, name := range c.Pkg.Scope().Names() {
				named := c.Pkg.Scope().Lookup(name).Type().(*types.Named)
				units = append(units, types.TypeString(named.Underlying(), nil), types.NewMethodSet(types.NewPointer(named)).String())
			}
		}
		p.KeepTypes()
		return units, p.Cost().Exports
	}
	want, read := run()
	if read > 0 || len(want) == 0 {
		t.Fatalf("first run: %q, export data of %d packages", want, read)
	}
	again := func(what string, kept bool) {
		t.Helper()
		if got, read := run(); !slices.Equal(got, want) || (read > 0) != kept {
			t.Errorf("%s: export data of %d packages, and\n%q\nafter\n%q", what, read, got, want)
		}
	}
	again("second run", true)
	damage(t, store)
	again("damaged", false)
	again("mended", true)
	t.Setenv("GODEBUG", "gotypesalias=1")
	again("another setting", false)
}

// damage changes a byte in the largest file below dir.
func damage(t *testing.T, dir string) {
	t.Helper()
	var largest string
	var size int64
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Size() > size {
			largest, size = name, info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(largest)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2]++
	if err := os.WriteFile(largest, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// Export data serves only where that of all packages which it may mention is there, too.
func TestClosed(t *testing.T) {
	for _, test := range []struct{ packages, kept, want string }{
		{"a b:a c:b", "a b c", "a b c"},
		{"a b:a c:b", "b c", ""},
		{"a b:a c:b", "a c", "a"},
		{"a! b:a c:b", "b c", "b c"}, // compiled
		{"b:a", "b", ""},             // not listed
		{"b:unsafe", "b", "b"},
	} {
		p := newProgram(Config{})
		for text := range strings.FieldsSeq(test.packages) {
			id, imports, _ := strings.Cut(text, ":")
			id, compiled := strings.CutSuffix(id, "!")
			pkg := &Package{ImportPath: id, Imports: strings.Fields(imports)}
			if compiled {
				pkg.Export = "file"
			}
			p.order, p.packages[id] = append(p.order, id), pkg
		}
		kept := make(map[string][]byte)
		for id := range strings.FieldsSeq(test.kept) {
			kept[id] = []byte(id)
		}
		var got []string
		for id := range p.closed(kept) {
			got = append(got, id)
		}
		slices.Sort(got)
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s, kept %s: %q, want %q", test.packages, test.kept, got, test.want)
		}
	}
}
