package run

import (
	"fmt"
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
	kept   map[factKey][]byte // those of an earlier run that nobody has asked for
}

type factKey struct {
	path string
	typ  reflect.Type
}

func newFacts() *facts {
	return &facts{byPath: make(map[factKey]analysis.Fact), kept: make(map[factKey][]byte)}
}

// get returns the fact of a type about a package.
func (fs *facts) get(key factKey) (analysis.Fact, bool) {
	fs.mu.RLock()
	fact, ok := fs.byPath[key]
	data, kept := fs.kept[key]
	fs.mu.RUnlock()
	if ok || !kept {
		return fact, ok
	}
	fact, err := decodeFact(key.typ, data)
	if err != nil {
		panic(fmt.Sprintf("a damaged fact about %s: %v", key.path, err)) // its checksum was right
	}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.byPath[key] = fact
	delete(fs.kept, key)
	return fact, true
}

// recall adds a fact of an earlier run.
func (fs *facts) recall(key factKey, data []byte) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.kept[key] = data
}

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
		fact, ok := fs.get(factKey{pkg.Path(), reflect.TypeOf(ptr)})
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
