package run

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// A Memory is what earlier runs have left behind.
//
// What comes of a unit depends on its own files, on the program and its settings, and of the packages that it imports, directly or
// not, on this:
//
//   - of the units, on their facts and their declarations: bodies are read of no other unit;
//   - of all others, on the whole, because any body may be read on demand.
//
// Where in a file of another unit something stands is not among it, so that a longer body changes nothing for importers. An outcome
// that names such a place all the same, as a second one, says so, and holds as long as that file stays as it is.
type Memory struct {
	*load.Memory
	Settings cache.Sum // of all that the checks go by but packages: the program and its settings
	// Keep are the types of those results of checks that are kept, too; gob knows them.
	Keep []reflect.Type
}

// An outcome is what comes of a unit.
type outcome struct {
	Findings  []finding.Finding
	Sizes     map[string]int
	Facts     []keptFact
	Results   map[string][]byte    // by the name of the check
	Elsewhere map[string]cache.Sum // the files of other packages in which something is pointed at
	Declares  cache.Sum            // see declarations
}

// A keptFact is a fact as it is written down.
type keptFact struct {
	Type string
	Data []byte
}

// recollection is the memory in one run.
type recollection struct {
	*Memory
	program *load.Program
	base    cache.Sum
	types   map[string]reflect.Type // of facts, by name

	mu       sync.Mutex
	learnt   map[string]cache.Sum // by the path of a unit: its declarations and facts
	seen     map[string]cache.Sum // by ImportPath; see sees
	pending  map[string]bool
	recalled map[*load.Unit]bool
	loaded   map[*load.Unit]bool // all that is imported below it is there
	keys     map[*load.Unit]cache.Sum
	outcomes map[cache.Sum]*outcome
}

func newRecollection(m *Memory, p *load.Program, analyzers []*analysis.Analyzer) *recollection {
	if m == nil {
		return nil
	}
	r := &recollection{
		Memory: m, program: p, types: make(map[string]reflect.Type), learnt: make(map[string]cache.Sum), seen: make(map[string]cache.Sum),
		pending: make(map[string]bool), recalled: make(map[*load.Unit]bool), loaded: make(map[*load.Unit]bool), keys: make(map[*load.Unit]cache.Sum), outcomes: make(map[cache.Sum]*outcome),
	}
	for _, fact := range factTypes(analyzers) {
		t := reflect.TypeOf(fact)
		r.types[t.String()] = t
		// Gob numbers types in the order in which it meets them, and what it writes holds the numbers.
		gob.NewEncoder(io.Discard).Encode(reflect.New(t.Elem()).Interface())
	}
	r.base = sumOf(m.Settings, p.Env.GOVERSION, p.Env.GOROOT, p.Env.GOOS, p.Env.GOARCH, p.Env.GOEXPERIMENT, p.Env.GOFLAGS, p.Env.CGO_ENABLED,
		p.Config.Tags, p.Config.Tests, os.Getenv("GODEBUG"))
	return r
}

// factTypes returns the types of facts that the analyzers have, or those that they require, in the order of their names.
func factTypes(analyzers []*analysis.Analyzer) []analysis.Fact {
	byName := make(map[string]analysis.Fact)
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(*analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, fact := range a.FactTypes {
			byName[reflect.TypeOf(fact).String()] = fact
		}
		for _, req := range a.Requires {
			visit(req)
		}
	}
	for _, a := range analyzers {
		visit(a)
	}
	var facts []analysis.Fact
	for _, fact := range byName {
		facts = append(facts, fact)
	}
	slices.SortFunc(facts, func(a, b analysis.Fact) int {
		return cmp.Compare(reflect.TypeOf(a).String(), reflect.TypeOf(b).String())
	})
	return facts
}

// recall returns what came of u in an earlier run, if that is known.
func (r *recollection) recall(u *load.Unit) (*outcome, bool) {
	if r == nil {
		return nil, false
	}
	key, err := r.key(u)
	if err != nil {
		return nil, false
	}
	data, ok := r.Store.Get(key)
	if !ok {
		return nil, false
	}
	o := new(outcome)
	if gob.NewDecoder(bytes.NewReader(data)).Decode(o) != nil {
		return nil, false
	}
	for _, fact := range o.Facts {
		if r.types[fact.Type] == nil {
			return nil, false
		}
	}
	for name, want := range o.Elsewhere {
		if sum, err := r.Files.Sum(name); err != nil || sum != want {
			return nil, false
		}
	}
	for i := range o.Findings { // gob makes no difference between nothing and an empty list
		if o.Findings[i].Related == nil {
			o.Findings[i].Related = []finding.Related{}
		}
		if o.Findings[i].Fixes == nil {
			o.Findings[i].Fixes = []finding.Fix{}
		}
	}
	r.mu.Lock()
	r.recalled[u] = true
	r.mu.Unlock()
	r.learn(u, o)
	return o, true
}

// learn notes what o says to importers of u.
func (r *recollection) learn(u *load.Unit, o *outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.learnt[u.Path()] = sumOf(o.Declares, o.Facts)
}

// prepare gives the program the types of all that is imported by the units below u, as analysing them would have: lines of
// other packages are found in files that are known by then.
func (r *recollection) prepare(u *load.Unit) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var visit func(*load.Unit)
	visit = func(u *load.Unit) {
		if r.loaded[u] {
			return
		}
		r.loaded[u] = true
		for _, need := range u.Needs {
			visit(need)
			if !r.recalled[need] {
				continue
			}
			importer := r.program.Importer(need.Package)
			for _, imp := range need.Imports {
				path, _, _ := strings.Cut(imp, " ")
				importer.Import(path) // what cannot be had is missed elsewhere
			}
		}
	}
	visit(u)
}

// keep notes what has come of u, for remember; checked is nil if it could not be parsed, and whole is false if there was an error,
// which is not kept.
func (r *recollection) keep(u *load.Unit, checked *load.Checked, o *outcome, all *facts, whole bool) {
	if r == nil {
		return
	}
	var err error
	if o.Declares, err = r.declarations(u, checked); err != nil {
		return
	}
	if o.Facts, err = r.facts(u.Path(), all); err != nil {
		return
	}
	r.learn(u, o)
	if !whole {
		return
	}
	own := make(map[string]bool)
	for _, name := range slices.Concat(u.GoSources(), u.OtherFiles(), u.IgnoredFiles(), u.CgoSources()) {
		own[name] = true
	}
	o.Elsewhere = make(map[string]cache.Sum)
	for name := range o.files() {
		if own[name] {
			continue
		}
		if o.Elsewhere[name], err = r.Files.Sum(name); err != nil {
			return
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if key, ok := r.keys[u]; ok {
		r.outcomes[key] = o
	}
}

// written returns those of the results that are kept, as they are written down.
func (r *recollection) written(results map[string]any) map[string][]byte {
	kept := make(map[string][]byte)
	for name, result := range results {
		if !slices.Contains(r.Keep, reflect.TypeOf(result)) {
			continue
		}
		var b bytes.Buffer
		fmt.Fprintln(&b, slices.Index(r.Keep, reflect.TypeOf(result)))
		if err := gob.NewEncoder(&b).Encode(result); err != nil {
			panic(err) // gob knows the types that are kept
		}
		kept[name] = b.Bytes()
	}
	return kept
}

// results returns the results that o has kept.
func (r *recollection) results(o *outcome) (map[string]any, error) {
	results := make(map[string]any)
	for name, data := range o.Results {
		number, data, _ := strings.Cut(string(data), "\n")
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(r.Keep) {
			return nil, errUnknown
		}
		result := reflect.New(r.Keep[i].Elem())
		if err := gob.NewDecoder(strings.NewReader(data)).DecodeValue(result); err != nil {
			return nil, err
		}
		results[name] = result.Interface()
	}
	return results, nil
}

// files returns the names of the files that o mentions.
func (o *outcome) files() map[string]bool {
	names := make(map[string]bool)
	for _, f := range o.Findings {
		names[f.File] = true
		for _, rel := range f.Related {
			names[rel.File] = true
		}
		for _, fix := range f.Fixes {
			for _, e := range fix.Edits {
				names[e.File] = true
			}
		}
	}
	return names
}

// remember writes down what the run has found out, unless a file was changed meanwhile: then nobody knows which content was read.
func (r *recollection) remember() {
	if r == nil {
		return
	}
	r.program.KeepTypes()
	if len(r.outcomes) == 0 && !r.Files.Fresh() || !r.Files.Unchanged() {
		return
	}
	if r.Files.Keep() != nil {
		return // there is no room
	}
	for key, o := range r.outcomes {
		var b bytes.Buffer
		if gob.NewEncoder(&b).Encode(o) != nil || r.Store.Put(key, b.Bytes()) != nil {
			return
		}
	}
	if len(r.outcomes) > 0 {
		r.Store.Trim(cache.MaxSize)
	}
}

// facts returns the facts about the package with the given path, in the order of their types.
func (r *recollection) facts(path string, all *facts) ([]keptFact, error) {
	var kept []keptFact
	for name, t := range r.types {
		fact, ok := all.get(factKey{path, t})
		if !ok {
			continue
		}
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(fact); err != nil {
			return nil, err
		}
		kept = append(kept, keptFact{name, b.Bytes()})
	}
	slices.SortFunc(kept, func(a, b keptFact) int { return cmp.Compare(a.Type, b.Type) })
	return kept, nil
}

func decodeFact(t reflect.Type, data []byte) (analysis.Fact, error) {
	fact := reflect.New(t.Elem())
	err := gob.NewDecoder(bytes.NewReader(data)).DecodeValue(fact)
	return fact.Interface().(analysis.Fact), err
}
