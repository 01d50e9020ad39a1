package run

import (
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// facts holds what passes say about packages, by path and type of fact. The path, and not the *types.Package, is what
// identifies a package here: source, export data and test variants have different objects for it.
//
// Facts about objects are not kept: no analyzer of ours has any, as they would not survive go vet's way of handing facts
// on.
type facts struct {
	mu     sync.RWMutex
	byPath map[factKey]analysis.Fact
}

type factKey struct {
	path string
	typ  reflect.Type
}

func newFacts() *facts { return &facts{byPath: make(map[factKey]analysis.Fact)} }

// take removes the facts about the package with that path, and returns them.
func (fs *facts) take(path string) map[reflect.Type]analysis.Fact {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	taken := make(map[reflect.Type]analysis.Fact)
	for key, fact := range fs.byPath {
		if key.path == path {
			taken[key.typ] = fact
			delete(fs.byPath, key)
		}
	}
	return taken
}

// put is the reverse of take.
func (fs *facts) put(path string, taken map[reflect.Type]analysis.Fact) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for typ, fact := range taken {
		fs.byPath[factKey{path, typ}] = fact
	}
}

// connect gives pass its access to facts.
func (fs *facts) connect(pass *analysis.Pass) {
	pass.ImportPackageFact = func(pkg *types.Package, ptr analysis.Fact) bool {
		if pkg == nil {
			return false
		}
		fs.mu.RLock()
		fact, ok := fs.byPath[factKey{pkg.Path(), reflect.TypeOf(ptr)}]
		fs.mu.RUnlock()
		if ok {
			reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
		}
		return ok
	}
	pass.ExportPackageFact = func(fact analysis.Fact) {
		fs.mu.Lock()
		fs.byPath[factKey{pass.Pkg.Path(), reflect.TypeOf(fact)}] = fact
		fs.mu.Unlock()
	}
	pass.ImportObjectFact = func(types.Object, analysis.Fact) bool { return false }
	pass.ExportObjectFact = func(types.Object, analysis.Fact) {}
	pass.AllPackageFacts = func() []analysis.PackageFact { return nil }
	pass.AllObjectFacts = func() []analysis.ObjectFact { return nil }
}
