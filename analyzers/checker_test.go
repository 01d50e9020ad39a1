package analyzers_test

import (
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestChecksAlone runs each check by itself on whole services, as its main.go does: the driver of x/tools, which shares nothing
// between checks but what they require, and reads all dependencies from source. That takes time and memory, so it is done for
// services without dependencies and without a configuration, which this door does not read; golangci-lint, which works in the
// same way, is tested on all of them.
func TestChecksAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the source of the standard library")
	}
	mods, err := filepath.Glob(filepath.Join("..", "testdata", "services", "*", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	suite, err := analyzers.New(analyzers.Settings{Notes: true})
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, mod := range mods {
		dir, err := filepath.Abs(filepath.Dir(mod))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(mod)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "require") {
			continue
		}
		tried++
		t.Run(filepath.Base(dir), func(t *testing.T) {
			alone := findings(t, suite, dir, loadAll(t, dir))
			checktest.Want(t, dir, alone)
			together := slices.DeleteFunc(checktest.Findings(t, dir, "-notes"), func(f checktest.Finding) bool {
				return !strings.HasSuffix(f.File, ".go") // deployment files
			})
			if a, b := lines(alone), lines(together); !slices.Equal(a, b) {
				t.Errorf("checks alone %q\ntogether %q", a, b)
			}
		})
	}
	if tried < 2 {
		t.Errorf("only %d services are without dependencies", tried)
	}
}

// loadAll loads the module at dir with all that it imports.
func loadAll(t *testing.T, dir string) []*packages.Package {
	pkgs, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax | packages.NeedModule, Tests: true}, "./...")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal(err)
	}
	return pkgs
}

// findings returns what the checks of suite find in the packages of the module at dir.
func findings(t *testing.T, suite []*analysis.Analyzer, dir string, pkgs []*packages.Package) []checktest.Finding {
	graph, err := checker.Analyze(suite, pkgs, nil)
	if err != nil {
		t.Error(err)
		return nil
	}
	var found []checktest.Finding
	for _, action := range graph.Roots {
		if action.Err != nil {
			t.Error(action.Err)
		}
		for _, d := range action.Diagnostics {
			found = append(found, finding(t, dir, action.Package.Fset, action.Analyzer, d))
		}
	}
	return found
}

// finding returns d, which the check reports in the module at dir, in the form in which the program prints it.
func finding(t *testing.T, dir string, fset *token.FileSet, check *analysis.Analyzer, d analysis.Diagnostic) checktest.Finding {
	p := fset.Position(d.Pos)
	file, err := filepath.Rel(dir, p.Filename)
	if err != nil {
		t.Fatal(err)
	}
	f := checktest.Finding{Category: d.Category, Check: check.Name, Level: "error", File: filepath.ToSlash(file), Line: p.Line, Column: p.Column}
	var note bool
	if f.Message, note = strings.CutSuffix(d.Message, " ("+d.Category+", note)"); note {
		f.Level = "note"
	}
	f.Message = strings.TrimSuffix(f.Message, " ("+d.Category+")")
	return f
}
