// Package load finds out what there is to analyse, and gives types to it.
//
// Only the packages that were asked for, and those of the same modules below them, are read from source as a whole; of everything
// else the types come from the export data that the compiler left behind, or, where it has not, from the declarations in the
// sources, which are kept for other runs. That is what makes a run cheap: there is no analysis of the hundreds of packages of others, and
// nothing is compiled.
package load

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"io"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// A Config says what to load.
type Config struct {
	Dir      string // where the go command runs
	Patterns []string
	Tags     string // build tags
	Tests    bool   // the _test.go files too
	// Overlay returns the text of a file that is not the one on disk, if there is one. It may be nil.
	Overlay func(name string) (text []byte, ok bool)
	// Program is a program that hands its arguments to RunTool where the first is CachedOnly, or "": then the go command compiles
	// what is not in its cache.
	Program string
	Memory  *Memory // of earlier runs, or nil
}

// A Package is what the go command says about one package; see "go help list".
type Package struct {
	ImportPath        string // with " [p.test]" for what is built differently for p's test
	Dir               string
	Name              string
	Export            string // file with the compiler's export data
	GoFiles           []string
	CgoFiles          []string
	CompiledGoFiles   []string
	IgnoredGoFiles    []string
	IgnoredOtherFiles []string
	CFiles            []string
	CXXFiles          []string
	MFiles            []string
	HFiles            []string
	FFiles            []string
	SFiles            []string
	SwigFiles         []string
	SwigCXXFiles      []string
	SysoFiles         []string
	Imports           []string
	ImportMap         map[string]string
	Module            *analysis.Module
	Standard          bool
	DepOnly           bool
	ForTest           string
	Error             *PackageError
}

// A PackageError is the go command's complaint about a package.
type PackageError struct {
	Pos string
	Err string
}

// fields is what the go command is asked to say.
const fields = "ImportPath,Dir,Name,Export,GoFiles,CgoFiles,CompiledGoFiles,IgnoredGoFiles,IgnoredOtherFiles," +
	"CFiles,CXXFiles,MFiles,HFiles,FFiles,SFiles,SwigFiles,SwigCXXFiles,SysoFiles," +
	"Imports,ImportMap,Module,Standard,DepOnly,ForTest,Error"

// Path is the import path without the mark of a test variant.
func (p *Package) Path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// GoSources are the absolute names of the files that the compiler was given; where that is not known, because a package
// below does not compile, they are the files of the directory.
func (p *Package) GoSources() []string {
	names := p.CompiledGoFiles
	if len(names) == 0 {
		names = append(p.GoFiles[:len(p.GoFiles):len(p.GoFiles)], p.CgoFiles...)
	}
	var files []string
	for _, name := range names {
		if ext := filepath.Ext(name); ext == ".go" || ext == "" { // what cgo wrote has no extension
			files = append(files, p.abs(name))
		}
	}
	return files
}

// OtherFiles are the absolute names of the files that are not Go.
func (p *Package) OtherFiles() []string {
	return p.absAll(p.CFiles, p.CXXFiles, p.MFiles, p.HFiles, p.FFiles, p.SFiles, p.SwigFiles, p.SwigCXXFiles, p.SysoFiles)
}

// CgoSources are the absolute names of the files that cgo translates, to which positions in what it writes lead back.
func (p *Package) CgoSources() []string { return p.absAll(p.CgoFiles) }

// IgnoredFiles are the absolute names of the files that this build leaves out.
func (p *Package) IgnoredFiles() []string { return p.absAll(p.IgnoredGoFiles, p.IgnoredOtherFiles) }

func (p *Package) absAll(lists ...[]string) []string {
	var files []string
	for _, list := range lists {
		for _, name := range list {
			files = append(files, p.abs(name))
		}
	}
	return files
}

func (p *Package) abs(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.Dir, name)
}

// List asks the go command for the packages that the patterns match and all they depend on.
//
// The error is about the request as a whole; what is wrong with single packages is in Errors.
func List(cfg Config) (*Program, error) {
	defer stop.Hold()() // until the go command, and what it has started, is no more
	start := time.Now()
	if p := cfg.Memory.recall(cfg); p != nil {
		p.selectUnits()
		p.Recalled, p.Listed = true, time.Since(start)
		return p, nil
	}
	type environment struct {
		env *Env
		err error
	}
	envs := make(chan environment, 1)
	go func() { // the go command takes 10 ms for this, which need not be waited for
		env, err := goEnv(cfg.Dir)
		envs <- environment{env, err}
	}()
	export := []string{"-export"}
	if cfg.Program != "" {
		export = toolexec(cfg.Program)
	}
	p, stderr, err := list(cfg, "", export, nil)
	env := <-envs
	if env.err != nil {
		return nil, cmp.Or(err, env.err)
	}
	var instead standIn
	defer instead.remove()
	for err != nil && instead.replace(env.env, stderr) {
		p, stderr, err = list(cfg, instead.file, export, nil)
	}
	if err == nil && cfg.Program != "" && p.needsCgo() {
		var built *Program
		if built, stderr, err = list(cfg, instead.file, nil, env.env.hasty()); err == nil {
			p.takeCgo(built)
		}
	}
	if err != nil {
		return nil, err
	}
	p.Env = env.env
	p.Errors = instead.gone
	p.warnings(stderr)
	cfg.Memory.remember(p, start)
	p.selectUnits()
	p.Listed = time.Since(start)
	return p, nil
}

// list runs the go command once, with another go.mod than the module's own if modfile is not empty, and with more flags and variables of
// the environment, and returns what it wrote to stderr, too.
func list(cfg Config, modfile string, more, env []string) (p *Program, said string, err error) {
	args := append([]string{"list", "-e", "-deps", "-compiled", "-json=" + fields}, more...)
	if cfg.Tests {
		args = append(args, "-test")
	}
	if cfg.Tags != "" {
		args = append(args, "-tags="+cfg.Tags)
	}
	if modfile != "" {
		args = append(args, "-modfile="+modfile)
	}
	args = append(append(args, "--"), cfg.Patterns...)
	cmd := stop.Command("go", args...)
	cmd.Dir = cfg.Dir
	cmd.Env = append(cmd.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", fmt.Errorf("cannot run the go command: %v", err)
	}
	p = newProgram(cfg)
	decodeErr := p.decode(stdout)
	if decodeErr != nil {
		io.Copy(io.Discard, stdout) // let the command end
	}
	if err := cmd.Wait(); err != nil {
		return nil, stderr.String(), fmt.Errorf("go list: %s", explain(stderr.String(), err))
	}
	if decodeErr != nil {
		return nil, "", fmt.Errorf("go list: %v", decodeErr)
	}
	return p, stderr.String(), nil
}

func newProgram(cfg Config) *Program {
	return &Program{Fset: token.NewFileSet(), Config: cfg, packages: make(map[string]*Package), shared: newUniverse()}
}

func (p *Program) decode(r io.Reader) error {
	modules := make(map[string]*analysis.Module) // one for all its packages
	for dec := json.NewDecoder(r); ; {
		pkg := new(Package)
		if err := dec.Decode(pkg); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if old := p.packages[pkg.ImportPath]; old != nil && (old.Error == nil || pkg.Error != nil) {
			continue // listed again, as the wrong import that someone made of it
		}
		if m := pkg.Module; m != nil {
			key := m.Path + "@" + m.Version
			if modules[key] == nil {
				modules[key] = m
			}
			pkg.Module = modules[key]
		}
		if pkg.DepOnly {
			pkg.forget()
		}
		if p.packages[pkg.ImportPath] == nil {
			p.order = append(p.order, pkg.ImportPath)
		}
		p.packages[pkg.ImportPath] = pkg
	}
}

// forget drops what nobody will ask of a dependency, of which there are hundreds.
func (p *Package) forget() {
	small := Package{
		ImportPath: p.ImportPath, Dir: p.Dir, Name: p.Name, Export: p.Export, Imports: p.Imports, ImportMap: p.ImportMap,
		Module: p.Module, Standard: p.Standard, DepOnly: true, ForTest: p.ForTest, Error: p.Error,
	}
	if p.Export == "" || !p.Standard { // to be read from source, perhaps
		small.CompiledGoFiles = p.CompiledGoFiles
		if len(p.CompiledGoFiles) == 0 {
			small.GoFiles, small.CgoFiles = p.GoFiles, p.CgoFiles
		}
	}
	*p = small
}

// warnings turns what the go command only warns about into errors: who asks for nothing has made a mistake.
func (p *Program) warnings(stderr string) {
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		if w, ok := strings.CutPrefix(line, "go: warning: "); ok && strings.Contains(w, "matched no packages") {
			p.Errors = append(p.Errors, finding.Error{Message: w})
		}
	}
}

// explain makes one line of what a failed go command wrote to stderr.
func explain(stderr string, err error) string {
	var lines []string
	for line := range strings.Lines(stderr) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "go: ")
		if line != "" && !strings.HasPrefix(line, "downloading ") && !strings.HasPrefix(line, "warning: ") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return err.Error()
	}
	return oneLine(strings.Join(lines, "\n"))
}

// oneLine folds a message of the go command, which likes to continue on indented lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Env is what the go command knows about the build.
type Env struct {
	GOARCH string
	GOMOD  string // the main module's go.mod, os.DevNull outside a module
	GOWORK string // the go.work in use, "" or "off"

	// What follows decides about the standard library.
	GOVERSION, GOROOT, GOOS, GOEXPERIMENT, GOFLAGS, CGO_ENABLED string

	CGO_CFLAGS, CGO_CXXFLAGS string

	GOENV      string // the file of the user's settings
	GOMODCACHE string // where the modules of others are, which nobody changes
}

func (e *Env) workspace() bool { return e.GOWORK != "" && e.GOWORK != "off" }

func goEnv(dir string) (*Env, error) {
	cmd := stop.Command("go", "env", "-json", "GOARCH", "GOMOD", "GOWORK",
		"GOVERSION", "GOROOT", "GOOS", "GOEXPERIMENT", "GOFLAGS", "CGO_ENABLED", "CGO_CFLAGS", "CGO_CXXFLAGS", "GOENV", "GOMODCACHE")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %s", explain(stderr.String(), err))
	}
	env := new(Env)
	if err := json.Unmarshal(out, env); err != nil {
		return nil, fmt.Errorf("go env: %v", err)
	}
	return env, nil
}
