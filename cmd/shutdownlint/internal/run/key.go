package run

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"go/ast"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// sumOf returns the digest of values that JSON tells apart.
func sumOf(values ...any) cache.Sum {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			panic(err) // there are strings, numbers, and lists, maps and structures of them
		}
	}
	return cache.Sum(h.Sum(nil))
}

// errUnknown says that something cannot be digested: then nothing is recalled and nothing kept.
var errUnknown = errors.New("not known")

// about is what the go command says of a package that matters to whoever reads it.
func about(pkg *load.Package) []any {
	about := []any{pkg.ImportPath, pkg.Dir, pkg.Name, pkg.ImportMap, pkg.Module, pkg.Standard, pkg.ForTest}
	if pkg.Told() { // whether it is compiled, on the other hand, is all the same
		about = append(about, pkg.Error)
	}
	return about
}

// contents returns names and digests of files.
func (r *recollection) contents(files []string) ([]any, error) {
	var all []any
	for _, name := range files {
		sum, err := r.Files.Sum(name)
		if err != nil {
			return nil, err
		}
		all = append(all, name, sum)
	}
	return all, nil
}

// sees returns the digest of what a package shows to those that import it, directly or not.
func (r *recollection) sees(id string) (cache.Sum, error) {
	pkg := r.program.Package(id)
	if pkg == nil {
		return sumOf("missing", id), nil
	}
	if sum, ok := r.seen[id]; ok {
		return sum, nil
	}
	if r.pending[id] {
		return cache.Sum{}, errUnknown // an import cycle
	}
	r.pending[id] = true
	defer delete(r.pending, id)

	parts := about(pkg)
	u := r.program.Unit(pkg.Path())
	switch {
	case u != nil:
		learnt, ok := r.learnt[pkg.Path()]
		if !ok {
			return cache.Sum{}, errUnknown
		}
		parts = append(parts, learnt, pkg.GoSources())
		var others []string
		for _, name := range pkg.GoSources() {
			if !slices.Contains(u.GoSources(), name) {
				others = append(others, name)
			}
		}
		sums, err := r.contents(others)
		if err != nil {
			return cache.Sum{}, err
		}
		parts = append(parts, sums)
	default:
		files := pkg.GoSources()
		if r.program.Immutable(pkg) {
			files = slices.DeleteFunc(files, func(name string) bool { return filepath.Dir(name) == pkg.Dir }) // but not what cgo wrote
		}
		sums, err := r.contents(files)
		if err != nil {
			return cache.Sum{}, err
		}
		parts = append(parts, sums)
	}
	if !pkg.Standard || !r.program.Immutable(pkg) {
		for _, imp := range pkg.Imports {
			sum, err := r.sees(imp)
			if err != nil {
				return cache.Sum{}, err
			}
			parts = append(parts, sum)
		}
	}
	sum := sumOf(parts...)
	r.seen[id] = sum
	return sum, nil
}

// key returns the digest of all on which the outcome of u depends. All units below have been dealt with.
func (r *recollection) key(u *load.Unit) (cache.Sum, error) {
	own, err := r.contents(slices.Concat(u.GoSources(), u.OtherFiles(), u.IgnoredFiles()))
	if err != nil {
		return cache.Sum{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	parts := append([]any{"unit", r.base, u.FactsOnly, len(u.GoSources()), len(u.OtherFiles()), own}, about(u.Package)...)
	for _, imp := range u.Imports {
		sum, err := r.sees(imp)
		if err != nil {
			return cache.Sum{}, err
		}
		parts = append(parts, sum)
	}
	key := sumOf(parts...)
	r.keys[u] = key
	return key, nil
}

// declarations returns the digest of the text of a unit but for the bodies of its functions: that is all that the types of importers
// depend on.
func (r *recollection) declarations(u *load.Unit, checked *load.Checked) (cache.Sum, error) {
	if checked == nil { // it cannot be parsed
		sums, err := r.contents(u.GoSources())
		return sumOf(sums...), err
	}
	h := sha256.New()
	for _, f := range checked.Files {
		file := r.program.Fset.File(f.FileStart)
		text, err := os.ReadFile(file.Name())
		if err != nil {
			return cache.Sum{}, err
		}
		if sum, err := r.Files.Sum(file.Name()); err != nil || sum != sha256.Sum256(text) || len(text) != file.Size() {
			return cache.Sum{}, errUnknown // it was changed meanwhile
		}
		io.WriteString(h, file.Name()+"\x00")
		from := 0
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil && fn.Body.Rbrace.IsValid() {
				h.Write(text[from:file.Offset(fn.Body.Lbrace)])
				from = file.Offset(fn.Body.Rbrace)
				io.WriteString(h, "{")
			}
		}
		h.Write(text[from:])
		io.WriteString(h, "\x00")
	}
	return cache.Sum(h.Sum(nil)), nil
}
