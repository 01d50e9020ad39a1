package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
)

// Broken returns those of the changed files, with their new content, that no longer compile together with the rest of their packages.
func (p *Program) Broken(changed map[string][]byte) map[string]bool {
	broken := make(map[string]bool)
	for _, u := range p.Units {
		var own []string
		for _, name := range u.GoSources() {
			if _, ok := changed[name]; ok {
				own = append(own, name)
			}
		}
		if len(own) == 0 || p.compiles(u, changed) {
			continue
		}
		for _, name := range own {
			broken[name] = true
		}
	}
	return broken
}

// compiles reports whether u compiles with the changed files, or nobody can tell.
func (p *Program) compiles(u *Unit, changed map[string][]byte) bool {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range u.GoSources() {
		var src any
		if content, ok := changed[name]; ok {
			src = content
		}
		f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			return false
		}
		files = append(files, f)
	}
	known := &knownImports{Importer: p.Importer(u.Package)}
	conf := types.Config{Importer: known, Sizes: p.sizes(), GoVersion: u.goVersion()}
	_, err := conf.Check(u.Path(), fset, files, nil)
	return err == nil || known.missing
}

// knownImports notes that a package is imported of which the program has no types: one that a fix is the first to need.
type knownImports struct {
	types.Importer
	missing bool
}

func (k *knownImports) Import(path string) (*types.Package, error) {
	pkg, err := k.Importer.Import(path)
	k.missing = k.missing || err != nil
	return pkg, err
}

// Broken is that of all programs.
func (ps Programs) Broken(changed map[string][]byte) map[string]bool {
	broken := make(map[string]bool)
	for _, p := range ps {
		for name := range p.Broken(changed) {
			broken[name] = true
		}
	}
	return broken
}
