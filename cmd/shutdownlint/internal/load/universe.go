package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/types"
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
	mu      sync.Mutex
	byPath  map[string]*types.Package // not every one is complete: some are only mentioned by others
	failed  map[string]error          // by ImportPath
	pending map[string]bool           // ImportPaths that are being read from source
	read    int                       // how many were read
}

func newUniverse() *universe {
	return &universe{
		byPath:  map[string]*types.Package{"unsafe": types.Unsafe},
		failed:  make(map[string]error),
		pending: make(map[string]bool),
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
	path := pkg.Path()
	known := s.byPath
	if pkg.ForTest != "" {
		known = i.variant
	}
	if t := known[path]; t != nil && t.Complete() {
		return t, nil
	}
	if err := s.failed[id]; err != nil {
		return nil, err
	}
	var t *types.Package
	var err error
	switch {
	case pkg.Export == "":
		t, err = i.fromSource(pkg)
	case pkg.ForTest != "":
		return i.readVariant(pkg)
	default:
		t, err = i.readExport(pkg, s.byPath)
	}
	if err != nil {
		s.failed[id] = err
		return nil, err
	}
	known[path] = t
	return t, nil
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

// fromSource type-checks the declarations of a package without export data: it does not compile, or something below it
// does not. Errors do not matter here, because whoever was asked for is checked in full as well.
func (i *importer) fromSource(pkg *Package) (*types.Package, error) {
	s := i.program.shared
	if s.pending[pkg.ImportPath] {
		return nil, errors.New("import cycle")
	}
	if files := pkg.GoSources(); len(files) == 0 {
		if pkg.Error != nil {
			return nil, errors.New(oneLine(pkg.Error.Err))
		}
		return nil, errors.New("no Go files")
	}
	s.pending[pkg.ImportPath] = true
	defer delete(s.pending, pkg.ImportPath)

	var files []*ast.File
	for _, name := range pkg.GoSources() {
		if f, _ := parser.ParseFile(i.program.Fset, name, i.program.overlay(name), parser.SkipObjectResolution); f != nil {
			files = append(files, f)
		}
	}
	below := &importer{i.program, pkg, i.variant}
	conf := types.Config{
		Importer:         importerFunc(below.importLocked),
		Sizes:            i.program.sizes(),
		GoVersion:        pkg.goVersion(),
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Error:            func(error) {},
	}
	t, _ := conf.Check(pkg.Path(), i.program.Fset, files, nil)
	t.MarkComplete()
	return t, nil
}

// importLocked is Import for who holds the lock already.
func (i *importer) importLocked(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if mapped, ok := i.pkg.ImportMap[path]; ok {
		path = mapped
	}
	return i.load(path)
}

type importerFunc func(string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

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
