// Package owner says which packages are one's own: the program under analysis is made of them, and whoever may change one of
// them may change the others.
//
// Modules decide that, and never the shape of an import path: two packages are each other's own if the same module has both, or
// if both are of main modules, of which a workspace has several. A module below another one's directory is another module, and
// so is one that is replaced by a directory.
//
// A driver says of which module the package under analysis is. Of others it may say so as well; under go vet and golangci-lint
// their facts do for imports, and what these have folded in for all packages below: the paths of the main modules and of those
// that are nested in them tell where a package belongs. What they cannot tell is that an indirect import is of a nested module
// that no package of one's own imports: it is taken for one's own.
//
// Only where no driver gives a module to anybody (Bazel's nogo, GOPATH) there is a guess; see root.
package owner

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Lookup is how a driver that knows all packages says of which module one is; the result is nil if it is of none, or not known.
type Lookup func(path string) *analysis.Module

// A module is one that has packages.
type module struct {
	path string // "" where there is none
	main bool   // it is the main module, or one of the workspace
}

// of returns the module that a driver gives. Not every driver says which are main; those have no version.
func of(m *analysis.Module) module {
	if m == nil {
		return module{}
	}
	return module{m.Path, m.Path != "" && (m.Main || m.Version == "")}
}

// A Fact is what a package tells its importers about modules. It holds slices in order, so that equal packages have equal facts.
type Fact struct {
	Module string   // the path of its own
	Mains  []string // the paths of the main modules of it and of the packages below
	Nested []string // the paths of other modules below that begin like its own, or like one of Mains
}

// A Home is what one package knows of the modules around it. It is safe for concurrent use when all is learnt.
type Home struct {
	path   string
	module module
	lookup Lookup
	direct map[string]module // by the path of an imported package
	known  map[string]bool   // by the path of a module: whether it is a main module
}

// New returns what the package with the given path knows from its driver; lookup may be nil.
func New(path string, m *analysis.Module, lookup Lookup) *Home {
	h := &Home{path: path, module: of(m), lookup: lookup, direct: make(map[string]module), known: make(map[string]bool)}
	if h.module.path != "" {
		h.known[h.module.path] = h.module.main
	}
	return h
}

// Module returns the path of the module of the package itself, or "".
func (h *Home) Module() string { return h.module.path }

// Main reports whether the module of the package itself is one that the driver was asked for, or may be.
func (h *Home) Main() bool { return h.module.path == "" || h.module.main }

// Learn notes what the fact about the imported package with the given path says.
func (h *Home) Learn(path string, f Fact) {
	m := module{f.Module, slices.Contains(f.Mains, f.Module)}
	h.direct[path] = m
	for _, other := range slices.Concat(f.Nested, []string{f.Module}) {
		if other != "" && !h.known[other] {
			h.known[other] = false
		}
	}
	for _, main := range f.Mains {
		h.known[main] = true
	}
}

// Fact returns what importers need to know, once all is learnt.
func (h *Home) Fact() Fact {
	f := Fact{Module: h.module.path}
	for _, path := range slices.Sorted(maps.Keys(h.known)) {
		switch {
		case h.known[path]:
			f.Mains = append(f.Mains, path)
		case path != h.module.path && h.around(path):
			f.Nested = append(f.Nested, path)
		}
	}
	return f
}

// around reports whether a module with the given path is nested in the package's own or in a main module.
func (h *Home) around(path string) bool {
	for outer, main := range h.known {
		if (main || outer == h.module.path) && path != outer && within(path, outer) {
			return true
		}
	}
	return false
}

// Own reports whether the package with the given path is one's own.
func (h *Home) Own(path string) bool {
	if path == h.path {
		return true
	}
	m := h.of(path)
	switch {
	case m.main:
		return h.module.main || h.module.path == "" // files that are named one by one have no module
	case m.path != "" || h.module.path != "":
		return m.path == h.module.path
	}
	return root(path) == root(h.path)
}

// of returns the module of the package with the given path.
func (h *Home) of(path string) module {
	if h.lookup != nil {
		if m := of(h.lookup(path)); m.path != "" {
			return m
		}
	}
	if m, ok := h.direct[path]; ok {
		return m
	}
	var innermost module
	for outer, main := range h.known {
		if within(path, outer) && len(outer) > len(innermost.path) {
			innermost = module{outer, main}
		}
	}
	return innermost
}

// within reports whether path is that of the module itself, or can be that of a package or module in its directory.
func within(path, module string) bool {
	rest, ok := strings.CutPrefix(path, module)
	return ok && (rest == "" || rest[0] == '/')
}

// forges are the hosts at which the second element of a path is an owner, and only the third one names a repository.
var forges = map[string]bool{
	"bitbucket.org": true, "codeberg.org": true, "git.sr.ht": true, "gitee.com": true, "github.com": true, "gitlab.com": true,
	"golang.org": true,
}

// root is the guess where there are no modules: the repository, if it is at a well-known forge; otherwise the host and what
// follows, since a company's host has teams or projects there, and what is taken for one's own only silences; and the first
// element if that is no host.
func root(path string) string {
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		path = path[i+len("/vendor/"):]
	}
	parts := strings.SplitN(path, "/", 4)
	n := 1
	switch {
	case forges[parts[0]]:
		n = 3
	case strings.Contains(parts[0], "."):
		n = 2
	}
	return strings.Join(parts[:min(n, len(parts))], "/")
}
