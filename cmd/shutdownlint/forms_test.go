package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// The forms in which a program can have a library that makes its server.
const forms = `
-- module/go.mod --
module example.com/app

go 1.25

require example.com/lib v1.0.0

replace example.com/lib => ../old
-- module/replaced/main.go --
package main

import "example.com/lib"

func main() { lib.New(":80").ListenAndServe() }
-- old/go.mod --
module example.com/lib

go 1.16
-- old/lib.go --
package lib

import "net/http"

type any = int // no keyword yet

type Server struct {
	*http.Server
	count any
}

func New(addr string) *Server { return &Server{Server: &http.Server{Addr: addr}} }
-- vendored/go.mod --
module example.com/app

go 1.25

require example.com/lib v1.0.0
-- vendored/main.go --
package main

import "example.com/lib"

func main() { lib.New(":80").ListenAndServe() }
-- vendored/vendor/modules.txt --
# example.com/lib v1.0.0
## explicit; go 1.21
example.com/lib
-- vendored/vendor/example.com/lib/lib.go --
package lib

import "net/http"

func New(addr string) *http.Server { return &http.Server{Addr: addr} }
-- workspace/go.work --
go 1.25

use (
	./app
	./lib
)
-- workspace/app/go.mod --
module example.com/app

go 1.25
-- workspace/app/main.go --
package main

import "example.com/lib"

func main() { lib.New(":80").ListenAndServe() }
-- workspace/lib/go.mod --
module example.com/lib

go 1.22
-- workspace/lib/lib.go --
package lib

import "net/http"

type made[T any] struct{ Server T }

func make[T any](t T) made[T] { return made[T]{t} }

var inferred = make(&http.Server{Addr: ":81"})

func New(addr string) *http.Server {
	inferred.Server.Addr = addr
	return inferred.Server
}
-- module/tagged/main.go --
package main

import "example.com/app/tagged/lib"

func main() { lib.New(":80").ListenAndServe() }
-- module/tagged/lib/lib.go --
//go:build more

package lib

import "net/http"

func New(addr string) *http.Server { return &http.Server{Addr: addr} }
-- module/tagged/lib/less.go --
//go:build !more

package lib

type Nothing struct{}

func (Nothing) ListenAndServe() {}

func New(addr string) Nothing { return Nothing{} }
-- module/cgo/main.go --
package main

import "example.com/app/cgo/lib"

func main() { lib.New(":80").ListenAndServe() }
-- module/cgo/lib/lib.go --
package lib

// static int port(void) { return 80; }
import "C"

import "net/http"

type Server struct {
	*http.Server
	Port C.int
}

func New(addr string) *Server { return &Server{&http.Server{Addr: addr}, C.port()} }
-- module/assembly/main.go --
package main

import "example.com/app/assembly/lib"

func main() {
	lib.Nop()
	lib.New(":80").ListenAndServe()
}
-- module/assembly/lib/lib.go --
package lib

import (
	"net/http"
	"unsafe"
)

type word uintptr

const size = unsafe.Sizeof(word(0))

type Server struct {
	*http.Server
	words [size * uintptr(len(names))]byte
}

var names = [...]string{2: "a", "b"}

func Nop()

func New(addr string) *Server { return &Server{Server: &http.Server{Addr: addr}} }
-- module/assembly/lib/nop.s --
TEXT ·Nop(SB), $0-0
	RET
`

// TestForms finds the same with an empty build cache, in which nothing is compiled, as with what the compiler has written, in
// whichever form a program has what it is built on.
func TestForms(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the types of the standard library from source")
	}
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	root := testmod.Write(t, forms)
	full, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		t.Log("without cgo: there is no C compiler here")
		if err := os.RemoveAll(filepath.Join(root, "module", "cgo")); err != nil {
			t.Fatal(err)
		}
	}
	for _, form := range []string{"module", "vendored", filepath.Join("workspace", "app")} {
		t.Run(form, func(t *testing.T) {
			t.Setenv("GOCACHE", strings.TrimSpace(string(full)))
			if form == "module" {
				t.Setenv("GOFLAGS", "-tags=more")
			}
			dir := filepath.Join(root, form)
			build := exec.Command("go", "build", "-o", os.DevNull, "./...")
			build.Dir = dir
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", build.Args, err, out)
			}
			kept := t.TempDir()
			find := func(cache string) (found findings) {
				out := stdoutOf(t, dir, tool, "-cache="+cache, "-format", "json", "-notes", "./...")
				if err := json.Unmarshal(out, &found); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				return found
			}
			warm := find("off")
			if files := len(warm.files()); files == 0 || form == "module" && files < 3 || len(warm.Errors) > 0 {
				t.Errorf("%d findings, errors %v", len(warm.Findings), warm.Errors)
			}
			t.Setenv("GOCACHE", empty)
			for _, cache := range []string{"off", kept} {
				if cold := find(cache); !reflect.DeepEqual(cold, warm) {
					t.Errorf("with an empty build cache\n%+v\nwith a full one\n%+v", cold, warm)
				}
			}
			addLines(t, dir)
			if again := find(kept); !reflect.DeepEqual(again, warm) {
				t.Errorf("with what is kept of types\n%+v\nwith a full build cache\n%+v", again, warm)
			}
		})
	}
}

// addLines puts a line at the end of every Go file, after which no result holds any more.
func addLines(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(name, append(text, "\n// One more line.\n"...), 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// findings are those that the program prints.
type findings struct {
	Findings []finding.Finding
	Errors   []finding.Error
}

// files returns the files that have any.
func (f findings) files() map[string]bool {
	files := make(map[string]bool)
	for _, f := range f.Findings {
		files[f.File] = true
	}
	return files
}
