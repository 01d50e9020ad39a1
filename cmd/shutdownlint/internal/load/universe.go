package load

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/types"
	"io"
	"maps"
	"os"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

// A universe holds the types of imported packages, by path.
//
// It is filled under its lock, one package at a time. Who has got a package may use it without the lock, as nothing that
// can be reached from a complete package changes any more.
type universe struct {
	mu     sync.Mutex
	byPath map[string]*types.Package // not every one is complete: some are only mentioned by others
	failed map[string]error          // by ImportPath
	read   int                       // how many were read
	kept   *kept                     // nil as long as nobody has asked for anything
	faulty map[string]bool           // ImportPaths of those that were read from source, and are not all right
}

func newUniverse() *universe {
	return &universe{
		byPath: map[string]*types.Package{"unsafe": types.Unsafe},
		failed: make(map[string]error),
		faulty: make(map[string]bool),
	}
}

// An importer resolves the imports of one package.
type importer struct {
	program *Program
	pkg     *Package
	variant map[string]*types.Package // the test variants that pkg sees, by path
}

// Importer returns what resolves the imports of pkg. It is safe for concurrent use, but for test variants.
func (p *Program) Importer(pkg *Package) types.Importer {
	return &importer{p, pkg, make(map[string]*types.Package)}
}

// Import implements types.Importer.
func (i *importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if path == "C" {
		return nil, errors.New("cgo did not run")
	}
	id := path
	if mapped, ok := i.pkg.ImportMap[path]; ok {
		id = mapped // a vendored package, or a test variant
	}
	s := i.program.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	return i.load(id)
}

// load returns the types of the package with the given ImportPath. The universe is locked.
func (i *importer) load(id string) (*types.Package, error) {
	s := i.program.shared
	pkg := i.program.packages[id]
	if pkg == nil {
		return nil, fmt.Errorf("no package %s", id)
	}
	if t, err := i.known(id); t != nil || err != nil {
		return t, err
	}
	if s.kept == nil {
		s.kept = i.program.recallTypes()
	}
	var t *types.Package
	var err error
	switch data := s.kept.data[id]; {
	case pkg.Export == "" && data != nil:
		t, err = i.read(bytes.NewReader(data), pkg, s.byPath)
	case pkg.Export == "":
		return i.fromSource(id)
	case pkg.ForTest != "":
		return i.readVariant(pkg)
	default:
		t, err = i.readExport(pkg, s.byPath)
	}
	i.add(id, t, false, err)
	return t, err
}

// known returns what is known of a package so far: nothing, its types, or that it cannot be read. The universe is locked.
func (i *importer) known(id string) (*types.Package, error) {
	s := i.program.shared
	pkg := i.program.packages[id]
	if pkg == nil {
		return nil, nil
	}
	if t := i.types(pkg)[pkg.Path()]; t != nil && t.Complete() {
		return t, nil
	}
	return nil, s.failed[id]
}

// add makes it known.
func (i *importer) add(id string, t *types.Package, faulty bool, err error) {
	s := i.program.shared
	if err != nil {
		s.failed[id] = err
		return
	}
	pkg := i.program.packages[id]
	i.types(pkg)[pkg.Path()] = t
	if faulty {
		s.faulty[id] = true
	}
}

// types are those among which the ones of pkg are.
func (i *importer) types(pkg *Package) map[string]*types.Package {
	if pkg.ForTest != "" {
		return i.variant
	}
	return i.program.shared.byPath
}

// readExport reads the compiler's export data of pkg.
func (i *importer) readExport(pkg *Package, known map[string]*types.Package) (*types.Package, error) {
	f, err := os.Open(pkg.Export)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := exportData(f)
	if err != nil {
		return nil, fmt.Errorf("reading export data: %v", err)
	}
	return i.read(r, pkg, known)
}

// read reads export data of pkg.
func (i *importer) read(r io.Reader, pkg *Package, known map[string]*types.Package) (*types.Package, error) {
	i.program.shared.read++
	return gcexportdata.Read(r, i.program.Fset, known, pkg.Path())
}

// readVariant reads export data that mentions packages under a path that means another package to everybody else:
// those stay with this importer, and all others go to the universe.
func (i *importer) readVariant(pkg *Package) (*types.Package, error) {
	s := i.program.shared
	known := maps.Clone(s.byPath)
	for _, v := range i.program.packages {
		if v.ForTest == pkg.ForTest {
			delete(known, v.Path())
		}
	}
	maps.Copy(known, i.variant)
	t, err := i.readExport(pkg, known)
	if err != nil {
		return nil, err
	}
	for path, t := range known {
		if i.program.packages[path+" ["+pkg.ForTest+".test]"] != nil {
			i.variant[path] = t
		} else if s.byPath[path] == nil {
			s.byPath[path] = t
		}
	}
	return t, nil
}

// sizes are those of the system that the program is built for.
func (p *Program) sizes() types.Sizes {
	if s := types.SizesFor("gc", p.Env.GOARCH); s != nil {
		return s
	}
	return types.SizesFor("gc", build.Default.GOARCH)
}

// goVersion is the language version of the package, in the form that go/types wants.
func (p *Package) goVersion() string {
	switch {
	case p.Module == nil:
		return "" // the standard library: any
	case p.Module.GoVersion == "":
		return "go1.16" // what the go command takes for a go.mod that does not say
	}
	return "go" + p.Module.GoVersion
}

// newFile parses a file as the checks want it.
func (p *Program) newFile(name string) (*ast.File, error) {
	return parser.ParseFile(p.Fset, name, p.overlay(name), parser.ParseComments|parser.SkipObjectResolution)
}

// overlay is what to parse in place of a file on disk, or nil.
func (p *Program) overlay(name string) any {
	if p.Config.Overlay != nil {
		if text, ok := p.Config.Overlay(name); ok {
			return text
		}
	}
	return nil
}

// ReadFile returns the text of a file as it was parsed.
func (p *Program) ReadFile(name string) ([]byte, error) {
	if text, ok := p.overlay(name).([]byte); ok {
		return text, nil
	}
	return os.ReadFile(name)
}

// Renew forgets the types of the units, whose declarations have changed, or are about types of those that have: they are read again when
// somebody asks, and from the sources, as what the compiler has left behind is out of date.
func (p *Program) Renew(units []*Unit) {
	p.shared.mu.Lock()
	defer p.shared.mu.Unlock()
	for _, u := range units {
		for _, pkg := range []*Package{u.Package, p.packages[u.Path()]} {
			if pkg != nil {
				pkg.Export = ""
				delete(p.shared.failed, pkg.ImportPath)
			}
		}
		delete(p.shared.byPath, u.Path())
	}
}

// TypesConfig is how the packages of the program are type-checked; errors end the check.
func (p *Program) TypesConfig(pkg *Package) types.Config {
	return types.Config{Importer: p.Importer(pkg), Sizes: p.sizes(), GoVersion: pkg.goVersion()}
}
