package load

import (
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A Program is a set of packages and what they depend on.
type Program struct {
	Fset   *token.FileSet
	Config Config
	Env    *Env
	Units  []*Unit         // the packages asked for that can be analysed, imported ones first
	Facts  []*Unit         // the other packages of the same modules on which they are built, of which only facts are wanted
	Errors []finding.Error // why the others cannot
	Listed time.Duration   // how long that took

	Recalled bool // the go command was not asked, as it would say what it said to an earlier run

	packages map[string]*Package // by ImportPath
	order    []string            // their keys, as listed
	units    map[string]*Unit    // by path
	standard bool                // packages of Go's own are among those asked for
	shared   *universe
}

// A Unit is a package that is read from source as a whole. With Tests, the variant of a package that includes its tests
// stands for the package: it is a superset of it.
type Unit struct {
	*Package
	FactsOnly bool    // it was not asked for
	Needs     []*Unit // the other units it is built on, directly or through packages that are none
}

// Analysed reports whether the package with the given path is a unit, if only for its facts.
func (p *Program) Analysed(path string) bool { return p.units[path] != nil }

// Package returns the package with the given path as everybody but a test of it sees it, or nil. It finds others by their ImportPath.
func (p *Program) Package(path string) *Package { return p.packages[path] }

// Unit returns the unit with the given path, or nil.
func (p *Program) Unit(path string) *Unit { return p.units[path] }

// Module returns the module of the package with the given path, or nil if it is of none.
func (p *Program) Module(path string) *analysis.Module {
	if u := p.units[path]; u != nil {
		return u.Module
	}
	if pkg := p.packages[path]; pkg != nil {
		return pkg.Module
	}
	return nil
}

// Editable reports whether file belongs to a unit of the main module, or of one of the workspace.
func (p *Program) Editable(file string) bool {
	u := p.unitOf(file)
	return u != nil && u.Module != nil && u.Module.Main && u.Module.Dir != ""
}

// Modules returns the directories of the modules that were asked for: the main module, or those of the workspace.
func (p *Program) Modules() []string {
	var dirs []string
	for _, u := range p.Units {
		if u.Module != nil && u.Module.Main && u.Module.Dir != "" && !slices.Contains(dirs, u.Module.Dir) {
			dirs = append(dirs, u.Module.Dir)
		}
	}
	return dirs
}

// Below returns the units of the main modules on which u is built, u included. It is not complete if packages are among
// them that cannot be analysed.
func (p *Program) Below(u *Unit) (units []*Unit, complete bool) {
	complete = true
	seen := make(map[string]bool)
	var visit func(id string)
	visit = func(id string) {
		path, _, _ := strings.Cut(id, " ")
		pkg := p.packages[id]
		if seen[path] || pkg == nil || pkg.Module == nil || !pkg.Module.Main {
			return
		}
		seen[path] = true
		if own := p.units[path]; own != nil {
			units = append(units, own)
		} else {
			complete = false
		}
		for _, imp := range pkg.Imports {
			visit(imp)
		}
	}
	visit(u.ImportPath)
	return units, complete
}

// PackageName returns the name of the package that file imports by path, or "" if that is unknown.
func (p *Program) PackageName(file, path string) string {
	u := p.unitOf(file)
	if u == nil {
		return ""
	}
	id := path
	if mapped, ok := u.ImportMap[path]; ok {
		id = mapped
	}
	if pkg := p.packages[id]; pkg != nil {
		return pkg.Name
	}
	return ""
}

// unitOf returns a unit in the directory of file, or nil. The units of one directory see the same packages.
func (p *Program) unitOf(file string) *Unit {
	dir := filepath.Dir(file)
	for _, u := range p.Units {
		if u.Dir == dir {
			return u
		}
	}
	return nil
}

// selectUnits sorts the packages asked for into units and errors.
func (p *Program) selectUnits() {
	p.units = make(map[string]*Unit)
	var roots []*Unit
	for _, id := range p.order {
		pkg := p.packages[id]
		switch {
		case pkg.DepOnly || id == "unsafe":
			continue
		case pkg.ForTest == "" && p.packages[strings.TrimSuffix(id, ".test")] != nil && strings.HasSuffix(id, ".test"):
			continue // the generated main package of a test
		case pkg.ForTest == "" && p.packages[id+" ["+id+".test]"] != nil:
			continue // its test variant stands for it
		}
		unreadable := pkg.unreadable()
		if pkg.Error != nil && unreadable || pkg.Told() {
			p.Errors = append(p.Errors, pkg.Error.at(pkg, p.Config.Dir))
		}
		if unreadable && pkg.Error != nil || len(pkg.GoSources()) == 0 {
			continue // or there are only tests, and they are not wanted
		}
		u := &Unit{Package: pkg}
		p.units[pkg.Path()] = u
		roots = append(roots, u)
	}
	p.selectFacts(roots)
	p.sort(roots)
}

// selectFacts makes units of the packages that were not asked for and are of the modules of those that were, or of another
// one of the workspace. What is wrong with them is nobody's question.
func (p *Program) selectFacts(roots []*Unit) {
	asked := make(map[*analysis.Module]bool)
	for _, u := range roots {
		asked[u.Module] = u.Module != nil
	}
	for _, id := range p.order {
		pkg := p.packages[id]
		switch {
		case !pkg.DepOnly || pkg.Standard || pkg.Module == nil || !pkg.Module.Main && !asked[pkg.Module]:
			continue
		case pkg.ForTest != "" && p.packages[pkg.Path()] != nil:
			continue // everybody but one test sees another
		case p.units[pkg.Path()] == nil && !pkg.unreadable():
			p.units[pkg.Path()] = &Unit{Package: pkg, FactsOnly: true}
		}
	}
}

// unreadable reports whether there is nothing to read of the package, or cgo failed.
func (p *Package) unreadable() bool {
	return len(p.GoSources()) == 0 || len(p.CgoFiles) > 0 && len(p.CompiledGoFiles) == 0
}

// Told reports whether the go command has said what is wrong with the package.
func (p *Package) Told() bool { return p.Error != nil && !p.buildError() }

// buildError reports whether the package's error is the compiler's. The type checker will find what is wrong by itself,
// or find nothing wrong: a package below may be to blame.
func (p *Package) buildError() bool { return p.Error != nil && strings.HasPrefix(p.Error.Err, "# ") }

// sort puts the units in bottom-up order. The go command's own order does not serve: it knows nothing of a test variant
// that stands for its package. There are no cycles, because a package's own tests cannot import what depends on it.
func (p *Program) sort(roots []*Unit) {
	p.standard = slices.ContainsFunc(roots, func(u *Unit) bool { return u.Standard })
	below := make(map[string][]*Unit) // the nearest units at or below a package that is none
	var visit func(id string) []*Unit
	visit = func(id string) []*Unit {
		path, _, _ := strings.Cut(id, " ")
		u := p.units[path]
		if u != nil {
			id = u.ImportPath
		}
		if needs, ok := below[id]; ok {
			return needs
		}
		below[id] = nil // guards against the import cycles of broken programs
		pkg := p.packages[id]
		if pkg == nil || pkg.Standard && !p.standard {
			return nil // the standard library imports nobody who was asked for
		}
		var needs []*Unit
		for _, imp := range pkg.Imports {
			for _, need := range visit(imp) {
				if need != u && !slices.Contains(needs, need) {
					needs = append(needs, need)
				}
			}
		}
		if u != nil {
			u.Needs = needs
			if u.FactsOnly {
				p.Facts = append(p.Facts, u)
			} else {
				p.Units = append(p.Units, u)
			}
			needs = []*Unit{u}
		}
		below[id] = needs
		return needs
	}
	for _, u := range roots {
		visit(u.ImportPath)
	}
}

// at places the error in its package, and in a file where its position names one.
func (e *PackageError) at(p *Package, dir string) finding.Error {
	out := finding.Error{Package: p.ImportPath, Message: oneLine(e.Err)}
	if p.buildError() {
		_, out.Message, _ = strings.Cut(e.Err, "\n") // the first line repeats the package
		out.Message = oneLine(out.Message)
	}
	file, rest, _ := strings.Cut(e.Pos, ":")
	line, _, _ := strings.Cut(rest, ":")
	if n, err := strconv.Atoi(line); err == nil {
		out.File, out.Line = (&Package{Dir: dir}).abs(file), n
	}
	return out
}

// Cost is how much was read.
type Cost struct {
	Listed  int // packages that the go command told about
	Exports int // packages whose export data was read
}

// Cost returns what the program has cost so far.
func (p *Program) Cost() Cost {
	p.shared.mu.Lock()
	defer p.shared.mu.Unlock()
	return Cost{len(p.packages), p.shared.read}
}
