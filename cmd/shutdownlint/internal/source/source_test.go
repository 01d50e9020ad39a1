package source_test

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/source"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

const module = `
-- go.mod --
module example.com/m

go 1.25

require example.com/lib v1.0.0

replace example.com/lib => ./lib
-- app/app.go --
package app

import (
	"example.com/lib"
	"example.com/m/own"
)

var X = lib.Plain

var O = own.F
-- own/own.go --
package own

func F() {}
-- lib/go.mod --
module example.com/lib

go 1.25
-- broken/broken.go --
package broken

import "example.com/lib"

var Y int = lib.Plain
-- lib/lib.go --
package lib

import (
	"io"
	"time"
)

type hidden struct{ c io.Closer }

func Plain(c io.Closer) error { return c.Close() }

// Its first parameter shadows the package that its second one needs.
func Shadow(time time.Time, d time.Duration) time.Duration { return time.Sub(time) + d }

func (h *hidden) Close() error { return h.c.Close() }

func (hidden) unnamed(int, io.Closer) {}

func Generic[T io.Closer, S ~[]T](all S) (first error) {
	for _, c := range all {
		var closer T = c
		if err := closer.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

type Pool[K comparable, V io.Closer] struct{ m map[K]V }

func (p *Pool[K, V]) Close(k K) error {
	v, ok := p.m[k]
	if !ok {
		var zero V
		v = zero
	}
	return v.Close()
}

func (p Pool[K, V]) Add(v V) { _ = Generic[V, []V]([]V{v}) }

func (p Pool[_, V]) Blank(v V) { v.Close() }

func asm()

func init() { asm() }
-- lib/more.go --
package lib

func Two() int { return one() + 1 }

func one() int { return 1 }
-- lib/asm.s --
`

func TestFunc(t *testing.T) {
	dir := testmod.Write(t, module)
	program, err := load.List(load.Config{Dir: dir, Patterns: []string{"./app", "./broken"}})
	if err != nil {
		t.Fatal(err)
	}
	s := source.New(program)
	const lib = "example.com/lib"
	for _, test := range []struct {
		name   string
		params int // of the literal, receiver included; -1 if there is no such function
		calls  []string
	}{
		{lib + ".Plain", 1, []string{"(io.Closer).Close"}},
		{lib + ".Shadow", 2, []string{"(time.Time).Sub"}},
		{"(*" + lib + ".hidden).Close", 1, []string{"(io.Closer).Close"}},
		{"(" + lib + ".hidden).unnamed", 3, nil},
		{lib + ".Generic", 1, []string{"(io.Closer).Close"}},
		{"(*" + lib + ".Pool[K, V]).Close", 2, []string{"(io.Closer).Close"}},
		{"(" + lib + ".Pool[K, V]).Add", 2, []string{lib + ".Generic"}},
		{"(" + lib + ".Pool[_, V]).Blank", -1, nil},
		{lib + ".Two", 0, []string{lib + ".one"}},
		{lib + ".asm", -1, nil},
		{lib + ".init", -1, nil},
		{lib + ".missing", -1, nil},
	} {
		fn := s.Func(lib, test.name)
		if test.params < 0 {
			if fn != nil {
				t.Errorf("%s: found", test.name)
			}
			continue
		}
		if fn == nil {
			t.Errorf("%s: not found", test.name)
			continue
		}
		n := 0
		for _, field := range fn.Type.Params.List {
			for _, name := range field.Names {
				if fn.Info.Defs[name] == nil && name.Name != "_" {
					t.Errorf("%s: no object for parameter %s", test.name, name.Name)
				}
				n++
			}
		}
		if n != test.params {
			t.Errorf("%s: %d parameters, want %d", test.name, n, test.params)
		}
		if got := calls(fn.Info, fn.Body); !slices.Equal(got, test.calls) {
			t.Errorf("%s calls %q, want %q", test.name, got, test.calls)
		}
	}
	if s.Func("io", "io.Copy") != nil {
		t.Error("a function of the standard library was read")
	}
	if s.Func("example.com/m/own", "example.com/m/own.F") != nil {
		t.Error("a package of the module was read, about which there are facts")
	}
	packages, bodies := s.Read()
	if !maps.Equal(packages, map[string]int{lib: 1}) || bodies != 8 {
		t.Errorf("read %d bodies of %v", bodies, packages)
	}
}

func TestFuncInParallel(t *testing.T) {
	dir := testmod.Write(t, module)
	program, err := load.List(load.Config{Dir: dir, Patterns: []string{"./app"}})
	if err != nil {
		t.Fatal(err)
	}
	s := source.New(program)
	var wg sync.WaitGroup
	for range 8 {
		for _, name := range []string{"Plain", "Shadow", "Generic", "Two"} {
			wg.Go(func() {
				if s.Func("example.com/lib", "example.com/lib."+name) == nil {
					t.Errorf("%s: not found", name)
				}
			})
		}
	}
	wg.Wait()
	if _, bodies := s.Read(); bodies != 4 {
		t.Errorf("read %d bodies, want 4: each once", bodies)
	}
}

// calls are the methods and functions that body calls by name, in order.
func calls(info *types.Info, body ast.Node) []string {
	var names []string
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if fn, ok := info.Uses[id].(*types.Func); ok {
				names = append(names, fn.Origin().FullName())
			}
		}
		return true
	})
	return names
}
