package load

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
)

// kept are types of packages that nobody changes, and nobody has compiled: an earlier run has read their declarations.
//
// All of them are one entry of the cache: export data of a package mentions others, whose own has to be there when somebody asks for it.
type kept struct {
	key  cache.Sum
	may  map[string]bool   // ImportPaths of what may be kept
	data map[string][]byte // export data, by ImportPath
}

// enough is how many packages have to be read from source for their types to be kept: with fewer it does not pay.
const enough = 20

// Immutable reports whether nobody changes the files of the package.
func (p *Program) Immutable(pkg *Package) bool {
	if pkg.Standard {
		return !p.standard && strings.HasPrefix(p.Env.GOVERSION, "go") // and not one that is being developed
	}
	return p.Env.GOMODCACHE != "" && strings.HasPrefix(pkg.Dir, p.Env.GOMODCACHE+string(filepath.Separator))
}

// recallTypes returns what may be kept of the packages of the program, and what an earlier run has kept.
func (p *Program) recallTypes() *kept {
	k := new(kept)
	if p.Config.Memory == nil {
		return k
	}
	h := sha256.New()
	enc := json.NewEncoder(h)
	enc.Encode([]string{"types", p.Env.GOVERSION, p.Env.GOROOT, p.Env.GOOS, p.Env.GOARCH, p.Env.GOEXPERIMENT, os.Getenv("GODEBUG")})
	k.may = make(map[string]bool)
	cold := 0
	for _, id := range p.order {
		pkg := p.packages[id]
		if pkg.ForTest != "" || p.units[pkg.Path()] != nil || !p.Immutable(pkg) || pkg.Told() || !pkg.each(func(imp string) bool { return k.may[imp] }) {
			continue
		}
		k.may[id] = true
		if id != "unsafe" && pkg.Export == "" {
			cold++
		}
		if enc.Encode([]any{pkg.ImportPath, pkg.Dir, pkg.goVersion(), pkg.ImportMap, pkg.GoSources()}) != nil {
			return new(kept)
		}
	}
	k.key = cache.Sum(h.Sum(nil))
	if cold < enough {
		k.may = nil
		return k
	}
	entry, ok := p.Config.Memory.Store.Get(k.key)
	if !ok {
		return k
	}
	data := make(map[string][]byte)
	if gob.NewDecoder(bytes.NewReader(entry)).Decode(&data) != nil {
		return k
	}
	k.data = p.closed(data)
	return k
}

// each reports whether ok holds for all that the package imports.
func (p *Package) each(ok func(imp string) bool) bool {
	return !slices.ContainsFunc(p.needs(), func(imp string) bool { return !ok(imp) })
}

// closed returns the part of data that mentions no other package without export data.
func (p *Program) closed(data map[string][]byte) map[string][]byte {
	whole := make(map[string][]byte)
	for _, id := range p.order { // imported ones come first
		has := func(id string) bool { return whole[id] != nil || p.packages[id] != nil && p.packages[id].Export != "" }
		if data[id] != nil && p.packages[id].each(has) {
			whole[id] = data[id]
		}
	}
	return whole
}

// KeepTypes writes down the types of packages that were read from their sources, for runs that come.
func (p *Program) KeepTypes() {
	s := p.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		return
	}
	fresh := make(map[string]*types.Package)
	for id := range s.kept.may {
		t := s.byPath[id]
		if s.kept.data[id] == nil && id != "unsafe" && t != nil && t.Complete() && p.packages[id].Export == "" && !s.faulty[id] {
			fresh[id] = t
		}
	}
	if len(fresh) < enough {
		return
	}
	data := make(map[string][]byte)
	maps.Copy(data, s.kept.data)
	for id, t := range fresh {
		var b bytes.Buffer
		if gcexportdata.Write(&b, p.Fset, t) == nil {
			data[id] = b.Bytes()
		}
	}
	var b bytes.Buffer
	if gob.NewEncoder(&b).Encode(p.closed(data)) == nil {
		p.Config.Memory.Store.Put(s.kept.key, b.Bytes()) // without it, they are read again
	}
}
