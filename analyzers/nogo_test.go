package analyzers_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestNogo runs the checks as Bazel's nogo does: each package by itself, types from export data, facts of direct imports only and
// none of the standard library, and a pass that can read no files and knows no module. What is found is what the program finds.
func TestNogo(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses all that the services import")
	}
	mods, err := filepath.Glob(filepath.Join("..", "testdata", "services", "*", "go.mod"))
	if err != nil || len(mods) == 0 {
		t.Fatalf("no services: %v", err)
	}
	known := make(map[string][]byte) // facts, by export file
	for _, mod := range mods {
		dir, err := filepath.Abs(filepath.Dir(mod))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			want := checktest.Findings(t, dir, "-notes", "-deploy=false")
			n := &nogo{t: t, dir: dir, known: known, fset: token.NewFileSet(), exports: make(map[string]string)}
			settings, excluded := settingsOf(t, dir)
			n.configure(map[string]map[string]string{
				"shutdownlint": {"settings": settings, "related": "false"},
				"ignores":      {"notes": "true"},
			})
			found := slices.DeleteFunc(n.run(), func(f checktest.Finding) bool {
				return slices.ContainsFunc(excluded, func(folder string) bool { return strings.HasPrefix(f.File, folder+"/") })
			})
			if got, want := lines(found), lines(want); !slices.Equal(got, want) {
				t.Errorf("nogo\n%s\nstandalone\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// TestNogoConfiguration sets what README.md shows.
func TestNogoConfiguration(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "```json\n")
	text, _, _ := strings.Cut(after, "```")
	var config map[string]struct {
		Flags map[string]string `json:"analyzer_flags"`
	}
	if err := json.Unmarshal([]byte(text), &config); err != nil || len(config) == 0 {
		t.Fatalf("%v in %q", err, text)
	}
	flags := make(map[string]map[string]string)
	for name, c := range config {
		flags[name] = c.Flags
	}
	n := &nogo{t: t}
	n.configure(flags)
	for _, check := range n.suite {
		delete(flags, check.Name)
	}
	delete(flags, "shutdownlint")
	if len(flags) > 0 {
		t.Errorf("there is nothing called %q", flags)
	}
}

// settingsOf returns the settings of the service at dir as nogo's configuration has them, and the folders that it has regular
// expressions of its own for.
func settingsOf(t *testing.T, dir string) (text string, excluded []string) {
	settings := make(map[string]any)
	data, err := os.ReadFile(filepath.Join(dir, ".shutdownlint.yaml"))
	if err == nil {
		err = yaml.Unmarshal(data, settings)
	} else if os.IsNotExist(err) {
		err = nil
	}
	if err != nil {
		t.Fatal(err)
	}
	list, _ := settings["exclude"].([]any)
	for _, folder := range list {
		excluded = append(excluded, fmt.Sprint(folder))
	}
	delete(settings, "exclude")
	settings["notes"] = true
	data, err = json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), excluded
}

// A nogo does what go/tools/builders/nogo_main.go of rules_go does, on one module.
type nogo struct {
	t       *testing.T
	dir     string
	suite   []*analysis.Analyzer
	fset    *token.FileSet
	types   types.Importer
	exports map[string]string // files, by path
	known   map[string][]byte // facts, by export file
	found   []checktest.Finding
}

// configure sets the flags of the checks, and those of the analyzers that they require themselves, to which nogo goes down.
func (n *nogo) configure(flags map[string]map[string]string) {
	suite, err := analyzers.New(analyzers.Settings{})
	if err != nil {
		n.t.Fatal(err)
	}
	n.suite = suite
	for _, check := range suite {
		for _, a := range append([]*analysis.Analyzer{check}, check.Requires...) {
			for name, value := range flags[a.Name] {
				if err := a.Flags.Set(name, value); err != nil {
					n.t.Fatalf("%s: %s=%s: %v", a.Name, name, value, err)
				}
			}
		}
	}
}

// run returns what is found in the module.
func (n *nogo) run() []checktest.Finding {
	mode := packages.NeedName | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile | packages.NeedModule
	roots, err := packages.Load(&packages.Config{Dir: n.dir, Mode: mode}, "./...")
	if err != nil || packages.PrintErrors(roots) > 0 {
		n.t.Fatalf("loading: %v", err)
	}
	n.types = importer.ForCompiler(n.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(n.exports[path]) })
	packages.Visit(roots, nil, func(p *packages.Package) {
		n.exports[p.PkgPath] = p.ExportFile
		if p.Module == nil {
			return // it belongs to the standard library, which is not analysed
		}
		if _, ok := n.known[p.ExportFile]; !ok || p.Module.Main {
			n.known[p.ExportFile] = n.analyze(p)
		}
	})
	return n.found
}

// analyze runs the checks on p, or what has facts if p is none of the module's own packages, and returns the facts.
func (n *nogo) analyze(p *packages.Package) []byte {
	u := &nogoUnit{nogo: n, results: make(map[*analysis.Analyzer]any), imported: make(map[string][]analysis.Fact), info: &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance), Uses: make(map[*ast.Ident]types.Object),
		Defs: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object), Scopes: make(map[ast.Node]*types.Scope),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
	}}
	for _, name := range p.CompiledGoFiles {
		f, err := parser.ParseFile(n.fset, name, nil, parser.ParseComments)
		if err != nil {
			n.t.Fatal(err)
		}
		u.files = append(u.files, f)
	}
	var err error
	u.pkg, err = (&types.Config{Importer: n.types}).Check(p.PkgPath, n.fset, u.files, u.info)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, imp := range u.pkg.Imports() {
		if facts := n.known[n.exports[imp.Path()]]; len(facts) > 0 {
			var all []analysis.Fact
			if err := gob.NewDecoder(bytes.NewReader(facts)).Decode(&all); err != nil {
				n.t.Fatal(err)
			}
			u.imported[imp.Path()] = all
		}
	}
	for _, check := range n.suite {
		if p.Module.Main {
			u.exec(check)
		} else {
			u.facts(check)
		}
	}
	var encoded bytes.Buffer
	if u.exported != nil {
		if err := gob.NewEncoder(&encoded).Encode(&u.exported); err != nil {
			n.t.Fatal(err)
		}
	}
	return encoded.Bytes()
}

// A nogoUnit is one package on its way.
type nogoUnit struct {
	*nogo
	files    []*ast.File
	pkg      *types.Package
	info     *types.Info
	results  map[*analysis.Analyzer]any
	imported map[string][]analysis.Fact
	exported []analysis.Fact
}

// facts runs what has facts of all that a requires.
func (u *nogoUnit) facts(a *analysis.Analyzer) {
	if len(a.FactTypes) > 0 {
		u.exec(a)
	}
	for _, req := range a.Requires {
		u.facts(req)
	}
}

func (u *nogoUnit) exec(a *analysis.Analyzer) any {
	if result, ok := u.results[a]; ok {
		return result
	}
	for _, f := range a.FactTypes {
		gob.Register(f)
	}
	inputs := make(map[*analysis.Analyzer]any)
	for _, req := range a.Requires {
		inputs[req] = u.exec(req)
	}
	result, err := a.Run(&analysis.Pass{
		Analyzer:   a,
		Fset:       u.fset,
		Files:      u.files,
		Pkg:        u.pkg,
		TypesInfo:  u.info,
		TypesSizes: types.SizesFor("gc", "amd64"),
		ResultOf:   inputs,
		Report:     func(d analysis.Diagnostic) { u.found = append(u.found, finding(u.t, u.dir, u.fset, a, d)) },
		ImportPackageFact: func(pkg *types.Package, fact analysis.Fact) bool {
			for _, have := range u.imported[pkg.Path()] {
				if reflect.TypeOf(have) == reflect.TypeOf(fact) {
					reflect.ValueOf(fact).Elem().Set(reflect.ValueOf(have).Elem())
					return true
				}
			}
			return false
		},
		ExportPackageFact: func(fact analysis.Fact) { u.exported = append(u.exported, fact) },
	})
	if err != nil {
		u.t.Fatal(err)
	}
	u.results[a] = result
	return result
}
