package analyzers

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/ignores"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/checks"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
)

func TestSuiteIsValid(t *testing.T) {
	if err := analysis.Validate(Suite); err != nil {
		t.Error(err)
	}
	other, err := New(Settings{})
	if err == nil {
		err = analysis.Validate(other)
	}
	if err != nil {
		t.Error(err)
	}
}

// The names are written out on purpose: they are flags, settings and what ignore comments name. A name that
// disappears here breaks somebody's configuration.
var names = map[string][]string{
	"basectx":     {"base-context-signal"},
	"closeorder":  {"close-order"},
	"deadctx":     {"shutdown-cancelled-ctx"},
	"deploy":      {"pid1-shell-form", "stop-signal", "grace-budget", "readiness", "no-drain-delay", "prestop-command", "ready-while-draining", "liveness-asks-dependency", "grace-shorter-than-request"},
	"falsefatal":  {"fatal-in-goroutine", "errserverclosed-as-error", "bind-error-ignored", "exit-zero"},
	"halfstop":    {"drain-error-dropped"},
	"ignores":     {"ignore-malformed", "ignore-unused"},
	"lostsignal":  {"signal-unbuffered", "signal-no-sigterm", "signal-untrappable", "signal-late", "signal-any", "signal-unheard", "signal-deaf"},
	"nakedgo":     {"goroutine-panic", "exit-in-handler", "request-context-in-goroutine", "gin-context-in-goroutine", "pooled-context-in-goroutine"},
	"nodeadline":  {"shutdown-no-deadline"},
	"norecovery":  {"gin-no-recovery"},
	"noshutdown":  {"gin-run", "serve-no-shutdown"},
	"notimeout":   {"server-no-timeouts", "timeout-no-unit"},
	"rowserr":     {"rows-err-unchecked", "rows-err-misplaced"},
	"skipdefer":   {"exit-skips-defer"},
	"stalesocket": {"stale-socket"},
	"unawaited":   {"shutdown-not-awaited", "worker-not-awaited", "stop-not-awaited"},
	"unclosed":    {"rows-unclosed", "stmt-unclosed", "tx-not-finished", "conn-unclosed", "body-unclosed", "file-unclosed"},
	"unflushed":   {"unflushed-telemetry"},
	"zombie":      {"cmd-no-wait"},
}

func TestNames(t *testing.T) {
	got := make(map[string][]string)
	for _, c := range Categories() {
		got[c.Check] = append(got[c.Check], c.ID)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if !slices.Equal(got[name], names[name]) {
			t.Errorf("the doc of %s has the categories %q, this test has %q", name, got[name], names[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if got[name] == nil {
			t.Errorf("%s has no documentation", name)
		}
	}
	for _, a := range Suite {
		if names[a.Name] == nil {
			t.Errorf("%s is not in the list of this test", a.Name)
		}
	}
	if len(Suite) != len(names) {
		t.Errorf("the suite has %d checks, this test has %d", len(Suite), len(names))
	}
}

func TestFoldersAreTheSuite(t *testing.T) {
	var folders, suite []string
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != "internal" && e.Name() != "driver" {
			folders = append(folders, e.Name())
		}
	}
	for _, a := range Suite {
		suite = append(suite, a.Name)
	}
	slices.Sort(suite)
	if !slices.Equal(folders, suite) {
		t.Errorf("the folders are %q, the suite is %q", folders, suite)
	}
	if !slices.IsSortedFunc(checks.List, func(a, b checks.Check) int { return strings.Compare(a.Analyzer.Name, b.Analyzer.Name) }) {
		t.Error("the checks are not in alphabetical order")
	}
}

func TestDocs(t *testing.T) {
	for _, src := range append(checks.Texts(), ignores.Doc) {
		check, err := docs.Parse(src)
		if err != nil {
			t.Error(err)
			continue
		}
		file, err := os.ReadFile(filepath.Join(check.Name, "doc.go"))
		if err != nil || string(file) != src {
			t.Errorf("the text of %s is not that of its doc.go (%v)", check.Name, err)
		}
		if !strings.HasPrefix(src, "// Package "+check.Name+" ") || !strings.HasSuffix(src, "\npackage "+check.Name+"\n") {
			t.Errorf("doc.go of %s does not begin with a sentence about, or end with the clause of, package %[1]s", check.Name)
		}
		i := slices.IndexFunc(Suite, func(a *analysis.Analyzer) bool { return a.Name == check.Name })
		if i < 0 {
			t.Errorf("%s has a doc, but is not in the suite", check.Name)
		} else if want := docs.Site + check.Name; Suite[i].URL != want {
			t.Errorf("the URL of %s is %s, want %s", check.Name, Suite[i].URL, want)
		}
		wellFormed(t, check.Name, check.Summary)
		if len(check.Categories) == 0 {
			t.Errorf("%s has no categories", check.Name)
		}
		for _, c := range check.Categories {
			category(t, c)
		}
	}
}

func category(t *testing.T, c Category) {
	wellFormed(t, c.ID, c.Summary)
	indented := func(word string) bool {
		for line := range strings.Lines(c.Text) {
			if strings.HasPrefix(line, "\t") && strings.Contains(line, "// "+word) {
				return true
			}
		}
		return false
	}
	for _, word := range []string{"WRONG", "RIGHT"} {
		if !indented(word) {
			t.Errorf("the doc of %s has no block of code with the comment %s", c.ID, word)
		}
	}
	if !strings.HasPrefix(c.Text, "Not reported:") && !strings.Contains(c.Text, "\n\nNot reported:") {
		t.Errorf("the doc of %s does not say what is not reported", c.ID)
	}
	if c.Fix == "" {
		t.Errorf("the doc of %s does not say what the fix is", c.ID)
	}
	if !strings.Contains(c.Text, "n production") {
		t.Errorf("the doc of %s does not say what happens in production", c.ID)
	}
	for _, r := range c.ID {
		if r != '-' && (r < 'a' || 'z' < r) && (r < '0' || '9' < r) {
			t.Errorf("%s is not made of lower-case words with hyphens", c.ID)
			break
		}
	}
}

// wellFormed holds a summary to the form that go/analysis asks for.
func wellFormed(t *testing.T, name, s string) {
	switch {
	case s == "":
		t.Errorf("%s has no summary", name)
	case strings.HasSuffix(s, "."):
		t.Errorf("the summary of %s ends with a period", name)
	case utf8.RuneCountInString(s) > 100:
		t.Errorf("the summary of %s has %d letters", name, utf8.RuneCountInString(s))
	}
}

// TestReadme holds the tables in README.md and README.zh-CN.md to the documentation, or writes them.
func TestReadme(t *testing.T) {
	for language, file := range map[string]string{"en": "../README.md", "zh": "../README.zh-CN.md"} {
		const begin, end = "<!-- checks:begin -->\n", "<!-- checks:end -->"
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		i, j := bytes.Index(old, []byte(begin)), bytes.Index(old, []byte(end))
		if i < 0 || j < i {
			t.Fatalf("%s has no lines %q and %q around the table of checks", file, begin, end)
		}
		i += len(begin)
		want := table(t, language)
		if string(old[i:j]) == want {
			continue
		}
		if !checktest.Update() {
			t.Errorf("the table of checks in %s is not that of the documentation; run go test ./analyzers -update. It should be\n%s", file, want)
		} else if err := os.WriteFile(file, slices.Concat(old[:i], []byte(want), old[j:]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// table returns the table of checks for a README in a language.
func table(t *testing.T, language string) string {
	checks, err := DocumentationIn(language)
	if err != nil {
		t.Fatal(err)
	}
	head, file, yes := "| check | category | what | fix |", "doc.go", "yes"
	if language == "zh" {
		head, file, yes = "| 检查 | 类别 | 问题 | 修复 |", "doc.zh-CN.md", "有"
	}
	b := strings.Builder{}
	b.WriteString(head + "\n|---|---|---|---|\n")
	for i, english := range Documentation() {
		for j, c := range checks[i].Categories {
			check, fixed, note := "", yes, ""
			if j == 0 {
				check = fmt.Sprintf("[%s](analyzers/%[1]s/%s)", c.Check, file)
			}
			if strings.HasPrefix(english.Categories[j].Fix, "None") {
				fixed = ""
			}
			if c.Level == "note" {
				note = " (note)"
			}
			fmt.Fprintf(&b, "| %s | `%s` | %s%s | %s |\n", check, c.ID, strings.ReplaceAll(c.Summary, "|", `\|`), note, fixed)
		}
	}
	return b.String()
}

// Layers of the machinery, each on top of the one before.
var (
	below  = []string{"internal/guess", "internal/index", "internal/flow", "internal/resource", "internal/trace", "internal/origin", "internal/duration", "internal/site", "internal/ctxflow", "internal/serveerr", "internal/chain", "internal/wait"}
	facet  = append(slices.Clone(below), "internal/body")
	facets = []string{"internal/facet/slots", "internal/facet/stops", "internal/facet/heeds", "internal/facet/serving", "internal/facet/panics", "internal/facet/exit",
		"internal/facet/changes", "internal/facet/goroutines", "internal/facet/losses", "internal/facet/signals", "internal/facet/telemetry"}
	beside = slices.Concat(below, facets, []string{"internal/summary", "internal/server"})
)

// imports says which packages of this module the packages in internal may import.
var imports = map[string][]string{
	// the ground
	"internal/options":   {"internal/resource", "internal/result"},
	"internal/docs":      {"internal/options"},
	"internal/flow":      {},
	"internal/guess":     {},
	"internal/owner":     {},
	"internal/resource":  {"internal/guess"},
	"internal/result":    {},
	"internal/fix":       {},
	"internal/checktest": {},

	// what rows are made of
	"internal/deps":     {"internal/resource"},
	"internal/index":    {"internal/options", "internal/resource", "internal/result"},
	"internal/snippet":  {"internal/index", "internal/flow", "internal/resource"},
	"internal/trace":    {"internal/guess", "internal/index", "internal/resource"},
	"internal/site":     {"internal/index", "internal/flow", "internal/resource"},
	"internal/origin":   {"internal/index", "internal/flow"},
	"internal/duration": {"internal/index", "internal/flow", "internal/origin"},
	"internal/ctxflow":  {"internal/guess", "internal/index", "internal/flow", "internal/origin", "internal/resource", "internal/site"},
	"internal/serveerr": {"internal/index", "internal/flow"},
	"internal/wait":     {"internal/guess", "internal/index", "internal/resource"},
	"internal/chain":    {"internal/guess", "internal/index", "internal/flow", "internal/origin", "internal/resource", "internal/trace"},

	// what is computed of functions: a facet sees one body
	"internal/body":             {"internal/ctxflow", "internal/flow", "internal/index", "internal/owner", "internal/resource", "internal/site", "internal/trace"},
	"internal/facet/changes":    facet,
	"internal/facet/slots":      facet,
	"internal/facet/stops":      facet,
	"internal/facet/exit":       facet,
	"internal/facet/losses":     facet,
	"internal/facet/signals":    facet,
	"internal/facet/panics":     append(slices.Clone(facet), "internal/facet/exit"),
	"internal/facet/serving":    append(slices.Clone(facet), "internal/facet/exit"),
	"internal/facet/telemetry":  append(slices.Clone(facet), "internal/facet/exit"),
	"internal/facet/goroutines": append(slices.Clone(facet), "internal/facet/exit", "internal/facet/panics"),
	"internal/facet/heeds":      append(slices.Clone(facet), "internal/facet/goroutines"),
	"internal/facet":            append(slices.Clone(facets), "internal/body", "internal/resource"),
	"internal/facet/facettest":  {"internal/body", "internal/index", "internal/owner", "internal/resource", "internal/snippet"},
	"internal/summary":          slices.Concat(below, facets, []string{"internal/body", "internal/deps", "internal/waydown", "internal/facet", "internal/owner", "internal/result"}),

	// what several checks share
	"internal/report":    {"internal/docs", "internal/guess", "internal/options", "internal/result"},
	"internal/server":    beside,
	"internal/inflight":  beside,
	"internal/owed":      append(slices.Clone(beside), "internal/body"),
	"internal/request":   beside,
	"internal/lifecycle": slices.Concat(below, facets, []string{"internal/result", "internal/server", "internal/summary"}),

	"internal/waydown": {"internal/lifecycle"},

	// what stands on top of the checks; driver is the only one that package analyzers is below
	"internal/checks": slices.Sorted(maps.Keys(names)),
	"driver":          {"", "deploy", "internal/deps", "internal/docs", "internal/options", "internal/lifecycle", "internal/resource", "internal/waydown"},
}

// notForChecks is what stands behind other machinery, or on top of the checks: only ignores does, too.
var notForChecks = []string{"internal/body", "internal/deps", "internal/waydown", "internal/facet", "internal/facet/facettest", "internal/owner", "internal/options", "internal/checktest", "internal/snippet", "internal/checks"}

// withoutPass are the packages that can be tried on a few lines of source, because they know no analysis.Pass.
var withoutPass = slices.Concat(facets, []string{"internal/flow", "internal/resource", "internal/trace", "internal/origin", "internal/duration", "internal/site", "internal/ctxflow", "internal/serveerr", "internal/chain", "internal/wait", "internal/body", "internal/facet"})

func TestImports(t *testing.T) {
	const module = "github.com/shutdownlint/shutdownlint/"
	for _, dir := range packages(t) {
		pkg, err := build.ImportDir(dir, 0)
		if err != nil {
			t.Error(err)
			continue
		}
		allowed, ok := imports[dir]
		isCheck := names[dir] != nil
		if !ok && !isCheck {
			t.Errorf("%s has no rule about what it may import", dir)
			continue
		}
		for _, path := range pkg.Imports {
			if path == "golang.org/x/tools/go/analysis" && slices.Contains(withoutPass, dir) {
				t.Errorf("%s imports go/analysis, but should do without a pass", dir)
			}
			local, ok := strings.CutPrefix(path, module)
			if !ok {
				continue
			}
			local, ok = strings.CutPrefix(local, "analyzers")
			local = strings.TrimPrefix(local, "/")
			switch {
			case dir == "ignores" && local == "internal/checks":
			case isCheck:
				ok = ok && strings.HasPrefix(local, "internal/") && !slices.Contains(notForChecks, local)
			default:
				ok = ok && slices.Contains(allowed, local)
			}
			if !ok {
				t.Errorf("%s must not import %s", dir, path)
			}
		}
	}
}

// TestNoListOfFacts forbids what does not work under go vet, which hands on only the facts that a package exports itself.
func TestNoListOfFacts(t *testing.T) {
	for name, f := range sources(t, packages(t)) {
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && (sel.Sel.Name == "AllPackageFacts" || sel.Sel.Name == "AllObjectFacts") {
				t.Errorf("%s uses %s", name, sel.Sel.Name)
			}
			return true
		})
	}
}

// sources yields the files of Go in the directories, by name.
func sources(t *testing.T, dirs []string) iter.Seq2[string, *ast.File] {
	return func(yield func(string, *ast.File) bool) {
		for _, dir := range dirs {
			files, err := filepath.Glob(filepath.Join(dir, "*.go"))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range files {
				f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
				if err != nil {
					t.Error(err)
				} else if !yield(name, f) {
					return
				}
			}
		}
	}
}

// TestNothingEndsTheHost forbids what golangci-lint does not take: an analyzer that ends the process that it is a guest of, and work that is
// done because a package is imported. The plugin has to register itself.
func TestNothingEndsTheHost(t *testing.T) {
	for name, f := range sources(t, append(packages(t), "../cmd/gclplugin")) {
		dir := filepath.ToSlash(filepath.Dir(name))
		if strings.HasSuffix(name, "_test.go") || f.Name.Name == "main" || slices.Contains(testingOnly, dir) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" && dir != "../cmd/gclplugin" {
					t.Errorf("%s has a func init", name)
				}
			case *ast.CallExpr:
				if ends := types.ExprString(n.Fun); ends == "panic" || ends == "os.Exit" || strings.HasPrefix(ends, "log.Fatal") || strings.HasPrefix(ends, "log.Panic") {
					t.Errorf("%s calls %s", name, ends)
				}
			}
			return true
		})
	}
}

// testingOnly are packages for tests, which checks must not import.
var testingOnly = []string{"internal/checktest", "internal/facet/facettest", "internal/snippet"}

// TestImportersNeedOneModule holds what others import to x/tools and the standard library.
func TestImportersNeedOneModule(t *testing.T) {
	for _, dir := range append(packages(t), "../cmd/gclplugin") {
		if slices.Contains(testingOnly, filepath.ToSlash(dir)) {
			continue
		}
		pkg, err := build.ImportDir(dir, 0)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, path := range pkg.Imports {
			module, _, _ := strings.Cut(path, "/")
			ours := strings.HasPrefix(path, "github.com/shutdownlint/shutdownlint/analyzers")
			plugin := dir == "../cmd/gclplugin" && path == "github.com/golangci/plugin-module-register/register"
			if strings.Contains(module, ".") && !ours && !plugin && !strings.HasPrefix(path, "golang.org/x/tools/") {
				t.Errorf("%s imports %s", dir, path)
			}
		}
	}
}

// packages returns the folders below this one that hold a package, with slashes.
func packages(t *testing.T) []string {
	var dirs []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			if dir := path.Dir(filepath.ToSlash(name)); dir != "." && !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}
