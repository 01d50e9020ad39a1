package analyzers_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/go/packages"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestNogo runs the checks in rules_go's own nogo, started for each package as Bazel starts it: types from export data, facts of direct
// imports only and none of the standard library, and passes that can read no files and know no module. What is found is what the
// program finds. Bazel itself is not needed, and not run.
func TestNogo(all *testing.T) {
	if testing.Short() {
		all.Skip("analyses all that the services import")
	}
	mods, err := filepath.Glob(filepath.Join("..", "testdata", "services", "*", "go.mod"))
	if err != nil || len(mods) == 0 {
		all.Fatalf("no services: %v", err)
	}
	facts, built := make(map[string]string), make(map[string]string) // which services share; the programs by configuration
	for _, mod := range mods {
		dir, err := filepath.Abs(filepath.Dir(mod))
		if err != nil {
			all.Fatal(err)
		}
		all.Run(filepath.Base(dir), func(t *testing.T) {
			checktest.Download(t, dir)
			want := checktest.Findings(t, dir, "-notes", "-deploy=false")
			config := configOf(t, dir)
			if built[config] == "" {
				built[config] = nogoWith(all, config)
			}
			n := &nogo{t: t, dir: dir, binary: built[config], facts: facts}
			n.run()
			if got, want := lines(n.found), lines(want); !slices.Equal(got, want) {
				t.Errorf("nogo\n%s\nstandalone\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if len(n.patches) == 0 && slices.ContainsFunc(want, func(f checktest.Finding) bool { return len(f.Fixes) > 0 }) {
				t.Error("no fix has become a patch")
			}
		})
	}
}

// TestNogoConfiguration runs nogo with the configuration that README.md shows, whose flags are refused if there are none of that name,
// and applies the patch with the fixes.
func TestNogoConfiguration(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "```json\n")
	config, _, ok := strings.Cut(after, "```")
	if !ok {
		t.Fatal("README.md shows no configuration")
	}
	var settings map[string]json.RawMessage
	if err := json.Unmarshal([]byte(config), &settings); err != nil || len(settings) == 0 {
		t.Fatalf("%v in %s", err, config)
	}
	checks, _ := nogoChecks(t)
	for name := range settings {
		if name != "shutdownlint" && name != "_base" && !slices.Contains(checks, name) {
			t.Errorf("there is no check %s", name)
		}
	}
	const before = `
-- go.mod --
module example.com/served

go 1.25
-- served.go --
package served

import (
	"context"
	"net/http"
	"time"
)

func Stop(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	srv.Shutdown(ctx)
}
-- size.go --
package served

import "os"

func size() int64 {
	f, err := os.Open("x")
	if err != nil {
		return 0
	}
	info, _ := f.Stat()
	return info.Size()
}
`
	dir := t.TempDir()
	if err := os.CopyFS(dir, filesOf(t, before)); err != nil {
		t.Fatal(err)
	}
	program := nogoWith(t, config)
	categories := func() (found []string) {
		n := &nogo{t: t, dir: dir, binary: program, facts: make(map[string]string)}
		n.run()
		for _, f := range n.found {
			found = append(found, f.Category)
		}
		for _, patch := range n.patches {
			apply := exec.Command("git", "apply", "-p1", patch)
			apply.Dir = dir
			if out, err := apply.CombinedOutput(); err != nil {
				t.Errorf("%v: %v\n%s", apply.Args, err, out)
			}
		}
		return found
	}
	if got, want := categories(), []string{"drain-error-dropped", "file-unclosed"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q: the note is asked for", got, want)
	}
	if got := categories(); len(got) > 0 {
		t.Errorf("with the patch applied, found %q", got)
	}
}

// TestNogoWrongConfiguration shows that a mistake in the settings ends the build, and does not go unnoticed.
func TestNogoWrongConfiguration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.go")
	if err := os.WriteFile(file, []byte("package x\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	program := nogoWith(t, `{"shutdownlint": {"analyzer_flags": {"settings": "{\"note\": true}"}}}`)
	out, err := exec.Command(program, "-p", "x", "-importcfg", os.DevNull, file).CombinedOutput()
	if err == nil || !strings.Contains(string(out), `unknown field "note"`) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestBazelList holds the list in def.bzl to the checks, or writes it.
func TestBazelList(t *testing.T) {
	_, want := nogoChecks(t)
	got, err := os.ReadFile("def.bzl")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if string(got) == want {
		return
	}
	if !checktest.Update() {
		t.Fatalf("def.bzl is not the list of the checks; run go test ./analyzers -run TestBazelList -update. It should be\n%s", want)
	}
	if err := os.WriteFile("def.bzl", []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// nogoChecks returns the checks that can find something in Bazel, and the file that lists them. What deploy reads is none of the
// sources of a package.
func nogoChecks(t *testing.T) (names []string, list string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`"""The checks of shutdownlint, for the deps of nogo of rules_go."""

SHUTDOWNLINT = [
`)
	for _, check := range analyzers.Suite {
		if check.Name != "deploy" {
			names = append(names, check.Name)
			fmt.Fprintf(&b, "    Label(\"//analyzers/%s\"),\n", check.Name)
		}
	}
	b.WriteString("]\n")
	return names, b.String()
}

// configOf returns nogo's configuration for the service at dir, in which the settings of the service's own configuration file stand
// as README.md says.
func configOf(t *testing.T, dir string) string {
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
	excluded := make(map[string]string)
	list, _ := settings["exclude"].([]any)
	for _, folder := range list {
		excluded["^"+regexp.QuoteMeta(fmt.Sprint(folder))+"/"] = "its own configuration says so"
	}
	delete(settings, "exclude")
	settings["notes"] = true
	text, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	config, err := json.Marshal(map[string]any{
		"_base":        map[string]any{"exclude_files": excluded},
		"shutdownlint": map[string]any{"analyzer_flags": map[string]string{"settings": string(text)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(config)
}

// nogoWith builds rules_go's nogo with all checks and a configuration, step by step as its Starlark rules do.
func nogoWith(t *testing.T, config string) string {
	t.Helper()
	work := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(work, name)
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return file
	}
	var module struct{ Dir string }
	download := goOutput(t, filepath.Join("internal", "checktest", "testdata", "rules_go"), "mod", "download", "-json", "github.com/bazelbuild/rules_go")
	if err := json.Unmarshal([]byte(download), &module); err != nil {
		t.Fatal(err)
	}
	sources := filepath.Join(module.Dir, "go", "tools", "builders")

	builder := filepath.Join(work, "builder.exe")
	goOutput(t, work, append([]string{"build", "-ldflags=-X main.rulesGoStdlibPrefix=@io_bazel_rules_go//stdlib:", "-o", builder}, bazelSources(t, sources, "builder_srcs", "path.go", "path_windows.go")...)...)
	main := filepath.Join(work, "nogo_main.go")
	args := []string{"gennogomain", "-output", main, "-config", write("config.json", config)}
	var roots []string
	checks, _ := nogoChecks(t)
	for _, check := range checks {
		path := "github.com/shutdownlint/shutdownlint/analyzers/" + check
		args, roots = append(args, "-analyzer_importpath", path), append(roots, path)
	}
	if out, err := exec.Command(builder, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", builder, err, out)
	}

	// The compiler, and not the go command, because nogo imports a package that is internal to x/tools.
	files := append(bazelSources(t, sources, "nogo_srcs"), main)
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			roots = append(roots, path)
		}
	}
	list := []string{"list", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}"}
	importcfg := write("importcfg", goOutput(t, ".", append(list, roots...)...))
	archive, binary := filepath.Join(work, "nogo.a"), filepath.Join(work, "nogo.exe")
	goOutput(t, work, append([]string{"tool", "compile", "-p", "main", "-importcfg", importcfg, "-o", archive}, files...)...)
	goOutput(t, work, "tool", "link", "-importcfg", importcfg, "-o", binary, archive)
	return binary
}

// bazelSources returns the files of rules_go that make up a target of its BUILD file, and some more, as far as they are for this machine.
func bazelSources(t *testing.T, dir, target string, more ...string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "BUILD.bazel"))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`name = "` + target + `",\s*srcs = \[([^\]]*)\]`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("BUILD.bazel has no sources of %s", target)
	}
	var files []string
	for _, name := range append(regexp.MustCompile(`\w+\.go`).FindAllString(string(m[1]), -1), more...) {
		if ok, err := build.Default.MatchFile(dir, name); err != nil {
			t.Fatal(err)
		} else if ok {
			files = append(files, filepath.Join(dir, name))
		}
	}
	return files
}

// goOutput runs the go command in dir.
func goOutput(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	return string(out)
}

// A nogo is run on all packages of one module.
type nogo struct {
	t       *testing.T
	dir     string
	binary  string
	facts   map[string]string // files of facts, by export file
	found   []checktest.Finding
	patches []string
}

// run runs nogo on the packages below those of the module, which then have facts, and on these, in the order of imports.
func (n *nogo) run() {
	mode := packages.NeedName | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile | packages.NeedModule
	roots, err := packages.Load(&packages.Config{Dir: n.dir, Mode: mode}, "./...")
	if err != nil || packages.PrintErrors(roots) > 0 {
		n.t.Fatalf("loading: %v", err)
	}
	packages.Visit(roots, nil, func(p *packages.Package) {
		if p.Module == nil {
			return // it belongs to the standard library, which is not analysed
		}
		if n.facts[p.ExportFile] == "" || p.Module.Main {
			n.analyze(p)
		}
	})
}

// analyze runs nogo on one package. Of a package of others it wants facts only, as Bazel does of what is outside the scope of nogo.
func (n *nogo) analyze(p *packages.Package) {
	work, err := os.MkdirTemp(filepath.Dir(n.binary), "")
	if err != nil {
		n.t.Fatal(err)
	}
	facts, fixes := filepath.Join(work, "facts"), filepath.Join(work, "fixes")
	if err := os.Mkdir(fixes, 0o777); err != nil {
		n.t.Fatal(err)
	}
	args := []string{"-p", p.PkgPath, "-go_version", strings.TrimPrefix(runtime.Version(), "go"), "-fix_dir", fixes, "-x", facts}
	var importcfg strings.Builder
	for path, imp := range p.Imports {
		if imp.ExportFile == "" {
			continue // unsafe
		}
		if path != imp.PkgPath {
			fmt.Fprintf(&importcfg, "importmap %s=%s\n", path, imp.PkgPath)
		}
		fmt.Fprintf(&importcfg, "packagefile %s=%s\n", imp.PkgPath, imp.ExportFile)
		if known := n.facts[imp.ExportFile]; known != "" {
			args = append(args, "-fact", imp.PkgPath+"="+known)
		}
	}
	cfg := filepath.Join(work, "importcfg")
	if err := os.WriteFile(cfg, []byte(importcfg.String()), 0o666); err != nil {
		n.t.Fatal(err)
	}
	args = append(args, "-importcfg", cfg)
	if !p.Module.Main {
		args = append(args, "-facts_only")
	}
	for _, file := range p.CompiledGoFiles {
		if rel, err := filepath.Rel(n.dir, file); err == nil && filepath.IsLocal(rel) {
			file = rel // as below the root in which Bazel starts it
		}
		args = append(args, file)
	}
	cmd := exec.Command(n.binary, args...)
	cmd.Dir = n.dir
	cmd.Env = append(os.Environ(), "GOARCH="+cmp.Or(os.Getenv("GOARCH"), runtime.GOARCH))
	out, err := cmd.CombinedOutput()
	const violation = 3 // the exit status that says that something was found
	switch exit := (*exec.ExitError)(nil); {
	case err == nil:
	case errors.As(err, &exit) && exit.ExitCode() == violation && p.Module.Main:
		n.read(string(out))
	default:
		n.t.Fatalf("%s: %v\n%s", p.PkgPath, err, out)
	}
	n.facts[p.ExportFile] = facts
	if patch := filepath.Join(fixes, "nogo.patch"); exists(patch) {
		n.patches = append(n.patches, patch)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// What nogo prints: a line, and then one for each finding.
var nogoLine = regexp.MustCompile(`^(.+?):(\d+):(\d+): (.*) \(([a-z0-9-]+)(, note)?\) \((\w+)\)$`)

// read takes the findings out of what nogo prints.
func (n *nogo) read(out string) {
	n.t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for _, line := range lines[1:] {
		m := nogoLine.FindStringSubmatch(line)
		if m == nil {
			n.t.Errorf("nogo says %q", line)
			continue
		}
		f := checktest.Finding{File: filepath.ToSlash(m[1]), Message: m[4], Category: m[5], Level: "error", Check: m[7]}
		f.Line, _ = strconv.Atoi(m[2])
		f.Column, _ = strconv.Atoi(m[3])
		if m[6] != "" {
			f.Level = "note"
		}
		n.found = append(n.found, f)
	}
}
