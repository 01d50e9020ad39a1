package load

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/cache"
)

// A Memory remembers what the go command said, for as long as it would say the same again.
//
// That is so if nothing has changed of what it has looked at: its environment, the files of the module, or modules, that can change,
// and which files there are. As soon as anything is another, or something was wrong, the go command is asked; but not if only bodies and
// declarations of Go files are others, and nothing is compiled for the list: it would say the same, and of what it had compiled then, that
// this is out of date.
type Memory struct {
	Store *cache.Store
	Files *cache.Files
}

// A listing is what the go command said.
type listing struct {
	Packages []*Package // without their modules
	Modules  []*analysis.Module
	Module   []int // of each package: the index in Modules, or -1
	Env      Env

	Looked  []looked // at what it depends on
	Present []string // files and directories that are there, and of which nobody changes the content
}

// A looked is a file or directory that the go command looked at, or for.
type looked struct {
	Name   string
	Absent bool
	Sum    cache.Sum
	Head   cache.Sum // of what the go command reads of a Go file; zero if that is all, or not known
}

func (l looked) same(as looked) bool {
	return l.Name == as.Name && l.Absent == as.Absent && l.Sum == as.Sum
}

// key tells requests apart that the go command can answer in different ways.
func (m *Memory) key(cfg Config) (cache.Sum, bool) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		return cache.Sum{}, false // it is not known when a directory has changed
	}
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return cache.Sum{}, false
	}
	var env []string
	for _, v := range os.Environ() {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "_", "OLDPWD", "SHLVL", "COLUMNS", "LINES": // shells change these between two commands
		default:
			env = append(env, v)
		}
	}
	slices.Sort(env)
	text, err := json.Marshal([]any{"listing", dir, cfg.Patterns, cfg.Tags, cfg.Tests, cfg.Program, env})
	return sha256.Sum256(text), err == nil
}

// recall returns what the go command would say, or nil if that is not known.
func (m *Memory) recall(cfg Config) *Program {
	if m == nil {
		return nil
	}
	key, ok := m.key(cfg)
	if !ok {
		return nil
	}
	data, ok := m.Store.Get(key)
	if !ok {
		return nil
	}
	l := new(listing)
	if gob.NewDecoder(bytes.NewReader(data)).Decode(l) != nil {
		return nil
	}
	edited := make(map[string]bool) // directories
	for _, want := range l.Looked {
		now, err := m.look(want.Name)
		switch {
		case err != nil:
			return nil
		case now.same(want):
		case cfg.Program == "" || want.Head == cache.Sum{} || now.Absent || head(now.Name, now.Sum) != want.Head:
			return nil
		default:
			edited[filepath.Dir(want.Name)] = true
		}
	}
	for _, name := range l.Present {
		if _, err := os.Stat(name); err != nil {
			return nil
		}
	}
	p := newProgram(cfg)
	p.Env = &l.Env
	for i, pkg := range l.Packages {
		if n := l.Module[i]; n >= 0 {
			pkg.Module = l.Modules[n]
		}
		p.order = append(p.order, pkg.ImportPath)
		p.packages[pkg.ImportPath] = pkg
	}
	p.outdate(edited)
	return p
}

// outdate forgets what had been compiled of packages in the directories, and of those that are built on them.
func (p *Program) outdate(dirs map[string]bool) {
	if len(dirs) == 0 {
		return
	}
	outdated := make(map[string]bool)
	for _, id := range p.order { // imported ones come first
		pkg := p.packages[id]
		if !dirs[pkg.Dir] && !slices.ContainsFunc(pkg.Imports, func(imp string) bool { return outdated[imp] }) {
			continue
		}
		outdated[id], pkg.Export = true, ""
		if pkg.buildError() {
			pkg.Error = nil
		}
	}
}

// head returns the digest of what the go command reads of the Go file, if it has the content with the digest sum: all up to the end of the
// imports. It is zero for tests, whose functions count, and for what is embedded or handed to cgo, where more does.
func head(name string, sum cache.Sum) cache.Sum {
	if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
		return cache.Sum{}
	}
	text, err := os.ReadFile(name)
	if err != nil || sha256.Sum256(text) != sum {
		return cache.Sum{}
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, text, parser.ImportsOnly|parser.SkipObjectResolution)
	if err != nil {
		return cache.Sum{}
	}
	end := f.Name.End()
	for _, d := range f.Decls {
		end = d.End()
	}
	for _, imp := range f.Imports {
		if path := strings.Trim(imp.Path.Value, "`\""); path == "C" || path == "embed" {
			return cache.Sum{}
		}
	}
	return sha256.Sum256(text[:fset.Position(end).Offset])
}

// look returns what there is under a name now.
func (m *Memory) look(name string) (looked, error) {
	sum, err := m.Files.Sum(name)
	if os.IsNotExist(err) {
		return looked{Name: name, Absent: true}, nil
	}
	return looked{Name: name, Sum: sum}, err
}

// remember keeps what the go command, which was started at the time, has said.
func (m *Memory) remember(p *Program, start time.Time) {
	if m == nil || len(p.Errors) > 0 || !strings.HasPrefix(p.Env.GOVERSION, "go") {
		return
	}
	if flags := p.Env.GOFLAGS; strings.Contains(flags, "modfile") || strings.Contains(flags, "overlay") {
		return // these name more files
	}
	key, ok := m.key(p.Config)
	if !ok {
		return
	}
	l := &listing{Env: *p.Env}
	index := make(map[*analysis.Module]int)
	var roots []string
	for _, id := range p.order {
		pkg := p.packages[id]
		if pkg.Told() {
			return // it may be right tomorrow
		}
		small, n := *pkg, -1
		small.Module = nil
		if mod := pkg.Module; mod != nil {
			if _, ok := index[mod]; !ok {
				index[mod] = len(l.Modules)
				l.Modules = append(l.Modules, mod)
				if !p.others(mod.Dir) {
					roots = append(roots, mod.Dir)
				} else if mod.Dir != "" {
					l.Present = append(l.Present, mod.Dir)
				}
			}
			n = index[mod]
		}
		l.Packages, l.Module = append(l.Packages, &small), append(l.Module, n)
		if pkg.Export != "" {
			l.Present = append(l.Present, pkg.Export)
		}
		for _, name := range pkg.CompiledGoFiles {
			if filepath.IsAbs(name) && filepath.Dir(name) != pkg.Dir {
				l.Present = append(l.Present, name)
			}
		}
	}
	names, ok := p.inputs(roots)
	if !ok {
		return
	}
	for _, name := range names {
		now, err := m.look(name)
		if err != nil || !now.Absent && !m.Files.Older(name, start) {
			return // it may have changed since the go command looked at it
		}
		now.Head = head(name, now.Sum)
		l.Looked = append(l.Looked, now)
	}
	var b bytes.Buffer
	if gob.NewEncoder(&b).Encode(l) == nil {
		m.Store.Put(key, b.Bytes()) // without it, the go command is asked again
	}
}

// others reports whether the directory is one of those into which the go command puts modules of others, or vendored: then the
// files are those of another module.
func (p *Program) others(dir string) bool {
	return dir == "" || p.Env.GOMODCACHE != "" && strings.HasPrefix(dir, p.Env.GOMODCACHE+string(filepath.Separator))
}

// inputs returns the names of all that the go command may have looked at, in modules that can change and around them. It is not ok if
// there are packages elsewhere.
func (p *Program) inputs(roots []string) (names []string, ok bool) {
	dir, err := filepath.Abs(p.Config.Dir)
	if err != nil || len(roots) == 0 {
		return nil, false
	}
	names = append(names, filepath.Join(p.Env.GOROOT, "VERSION"), filepath.Join(p.Env.GOROOT, "go.env"), p.Env.GOWORK)
	if p.Env.GOENV != "" && p.Env.GOENV != "off" {
		names = append(names, p.Env.GOENV)
	}
	for _, tool := range []string{"go", "gcc", "clang", "cc", "pkg-config", os.Getenv("CC")} { // whether there is a compiler decides about cgo
		for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
			names = append(names, filepath.Join(dir, tool))
		}
	}
	for up := dir; ; up = filepath.Dir(up) {
		names = append(names, filepath.Join(up, "go.mod"), filepath.Join(up, "go.work"))
		if up == filepath.Dir(up) {
			break
		}
	}
	if p.Env.workspace() {
		names = append(names, p.Env.GOWORK+".sum", filepath.Join(filepath.Dir(p.Env.GOWORK), "vendor", "modules.txt"))
	}
	walked := make(map[string]bool)
	for _, root := range roots {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == ".git" || walked[name]):
				return fs.SkipDir
			case d.IsDir():
				walked[name] = true
				names = append(names, name)
			case isSource(name):
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return nil, false
		}
	}
	for _, pkg := range p.packages {
		if (!pkg.Standard || !pkg.DepOnly) && !p.others(pkg.Dir) && !walked[pkg.Dir] {
			return nil, false // behind a symbolic link, or outside of modules
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" || name == "off" })
	slices.Sort(names)
	return slices.Compact(names), true
}

// isSource reports whether the go command reads a file of that name.
func isSource(name string) bool {
	switch filepath.Base(name) {
	case "go.mod", "go.sum", "modules.txt":
		return true
	}
	switch filepath.Ext(name) {
	case ".go", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F", ".for", ".f90", ".s", ".S", ".sx",
		".swig", ".swigcxx", ".syso":
		return true
	}
	return false
}
