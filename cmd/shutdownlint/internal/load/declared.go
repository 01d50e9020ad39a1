package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/order"
)

// A reading is that of the declarations of a package and of all below it that are not known either.
type reading struct {
	*importer
	order   []string        // ImportPaths, imported ones first
	visited map[string]bool // whether it is in order by now
	needs   map[string][]string

	mu sync.Mutex // guards the universe among those who read
}

// fromSource type-checks the declarations of a package without export data: it is not in the build cache, or does not compile, or
// something below it does not. Errors do not matter here, because whoever was asked for is checked in full as well. The universe is locked.
func (i *importer) fromSource(id string) (*types.Package, error) {
	r := &reading{importer: i, visited: make(map[string]bool), needs: make(map[string][]string)}
	r.visit(id)
	order.Run(r.order, func(id string) []string { return r.needs[id] }, runtime.GOMAXPROCS(0), func(id string) {
		t, faulty, err := r.check(i.program.packages[id])
		r.mu.Lock()
		defer r.mu.Unlock()
		i.add(id, t, faulty, err)
	})
	return i.known(id)
}

// visit puts the package on the list, behind what it imports, or loads it at once if it has export data. Cycles, of which only programs
// that do not compile have any, are cut.
func (r *reading) visit(id string) {
	pkg := r.program.packages[id]
	if _, ok := r.visited[id]; pkg == nil || ok {
		return
	}
	if t, err := r.known(id); t != nil || err != nil {
		return
	}
	if pkg.Export != "" || r.program.shared.kept.data[id] != nil {
		r.load(id)
		return
	}
	r.visited[id] = false
	for _, imp := range pkg.needs() {
		if r.visit(imp); r.visited[imp] {
			r.needs[id] = append(r.needs[id], imp)
		}
	}
	r.order, r.visited[id] = append(r.order, id), true
}

// needs are the ImportPaths of what the sources of the package import, but for unsafe, which is nowhere, and C.
func (p *Package) needs() []string {
	imports := slices.Clone(p.Imports)
	if slices.ContainsFunc(p.CompiledGoFiles, filepath.IsAbs) {
		imports = append(imports, "syscall", "runtime/cgo") // as cgo does in what it writes
	}
	return slices.DeleteFunc(imports, func(path string) bool { return path == "unsafe" || path == "C" || path == p.ImportPath })
}

// check type-checks the declarations of pkg, all of whose imports are there; faulty says that something was wrong.
func (r *reading) check(pkg *Package) (t *types.Package, faulty bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			t, err = nil, fmt.Errorf("internal error: %v", v)
		}
	}()
	var files []*ast.File
	for _, name := range pkg.GoSources() {
		f, err := parser.ParseFile(r.program.Fset, name, r.program.overlay(name), parser.SkipObjectResolution)
		if f != nil {
			files = append(files, f)
		}
		faulty = faulty || err != nil
	}
	switch {
	case len(files) > 0:
	case pkg.Error != nil:
		return nil, true, errors.New(oneLine(pkg.Error.Err))
	default:
		return nil, true, errors.New("no Go files")
	}
	own := &importer{r.program, pkg, r.variant}
	conf := types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			if mapped, ok := pkg.ImportMap[path]; ok {
				path = mapped
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			t, err := own.known(path)
			if t == nil && err == nil {
				err = fmt.Errorf("no package %s", path) // or it imports this one
			}
			return t, err
		}),
		Sizes:            r.program.sizes(),
		GoVersion:        pkg.goVersion(),
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Error:            func(error) { faulty = true },
	}
	t, _ = conf.Check(pkg.Path(), r.program.Fset, files, nil)
	t.MarkComplete()
	return t, faulty, nil
}

type importerFunc func(string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
