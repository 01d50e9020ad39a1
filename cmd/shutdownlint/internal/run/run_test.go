package run_test

import (
	"go/ast"
	"go/types"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/run"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/toy"
)

func analyze(t *testing.T, archive string, cfg run.Config) *finding.Report {
	t.Helper()
	p, err := load.List(load.Config{Dir: testmod.Write(t, archive), Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	report := run.New(p, cfg).Analyze()
	report.Sort()
	return report
}

const small = `
-- go.mod --
module m

go 1.24
-- m.go --
package m

func F() { println("loud") }
-- m_plan9.go --
package m
-- m.s --
`

// A pass has everything that an analyzer may ask for.
func TestPass(t *testing.T) {
	given := &analysis.Analyzer{
		Name: "given", ResultType: reflect.TypeFor[string](),
		Run: func(*analysis.Pass) (any, error) { t.Error("an analyzer ran whose result is given"); return "", nil },
	}
	ran := false
	probe := &analysis.Analyzer{
		Name: "probe", Doc: "probe", Requires: []*analysis.Analyzer{inspect.Analyzer, given},
		Run: func(pass *analysis.Pass) (any, error) {
			ran = true
			fields := reflect.ValueOf(pass).Elem()
			for i := range fields.NumField() {
				name := fields.Type().Field(i).Name
				if fields.Field(i).IsZero() && name != "TypeErrors" {
					t.Errorf("Pass.%s is missing", name)
				}
			}
			if pass.ResultOf[given] != "present" {
				t.Errorf("given result: %v", pass.ResultOf[given])
			}
			if m := pass.Module; m.Path != "m" || m.GoVersion != "1.24" || !m.Main {
				t.Errorf("module: %+v", m)
			}
			if pass.TypesInfo.FileVersions[pass.Files[0]] != "go1.24" {
				t.Errorf("version: %v", pass.TypesInfo.FileVersions)
			}
			file := pass.Fset.File(pass.Files[0].FileStart).Name()
			for _, name := range []string{file, pass.OtherFiles[0], pass.IgnoredFiles[0]} {
				if _, err := pass.ReadFile(name); err != nil {
					t.Error(err)
				}
			}
			if _, err := pass.ReadFile(os.Args[0]); err == nil {
				t.Error("a file was read that is none of the package's")
			}
			f := pass.Pkg.Scope().Lookup("F").(*types.Func)
			pass.ExportObjectFact(f, nil)
			if pass.ImportObjectFact(f, nil) || pass.AllObjectFacts() != nil || pass.AllPackageFacts() != nil {
				t.Error("there are facts about objects")
			}
			return nil, nil
		},
	}
	report := analyze(t, small, run.Config{
		Checks: []*analysis.Analyzer{probe},
		Given:  map[*analysis.Analyzer]any{given: "present"},
	})
	if !ran || len(report.Errors) > 0 || report.Packages != 1 {
		t.Errorf("ran: %t, report: %+v", ran, report)
	}
}

// As many packages are analysed at a time as were asked for.
func TestWorkers(t *testing.T) {
	const packages = `
-- go.mod --
module m
go 1.25
-- a/a.go --
package a
-- b/b.go --
package b
-- c/c.go --
package c
-- d/d.go --
package d
`
	for _, workers := range []int{1, 3} {
		var mu sync.Mutex
		running, most := 0, 0
		together := make(chan bool) // closed when as many run as may
		count := func(n int) {
			mu.Lock()
			defer mu.Unlock()
			if running += n; running > most {
				most = running
				if most == workers {
					close(together)
				}
			}
		}
		probe := &analysis.Analyzer{Name: "probe", Doc: "count", Run: func(*analysis.Pass) (any, error) {
			count(+1)
			<-together
			count(-1)
			return nil, nil
		}}
		report := analyze(t, packages, run.Config{Checks: []*analysis.Analyzer{probe}, Workers: workers})
		if report.Packages != 4 || most > workers {
			t.Errorf("%d of %d packages at a time, want %d", most, report.Packages, workers)
		}
	}
}

// What one analyzer does wrong is told once, and does not touch what others find.
func TestPanic(t *testing.T) {
	wild := &analysis.Analyzer{Name: "wild", Doc: "panic", Run: func(*analysis.Pass) (any, error) { panic("oh") }}
	above := func(name string) *analysis.Analyzer {
		return &analysis.Analyzer{
			Name: name, Doc: "not reached", Requires: []*analysis.Analyzer{wild},
			Run: func(*analysis.Pass) (any, error) { t.Error("ran without what it needs"); return nil, nil },
		}
	}
	report := analyze(t, small, run.Config{Checks: []*analysis.Analyzer{above("one"), toy.Print, above("two")}})
	if len(report.Findings) != 1 || report.Findings[0].Category != "loud" {
		t.Errorf("findings: %+v", report.Findings)
	}
	if len(report.Errors) != 1 || report.Errors[0].Message != "internal error: wild panicked: oh" {
		t.Errorf("errors: %+v", report.Errors)
	}
}

// What does not type-check hides nothing else: analyzers are told of the errors, and find a type for every expression.
func TestTypeErrors(t *testing.T) {
	probe := &analysis.Analyzer{
		Name: "probe", Doc: "count errors",
		Run: func(pass *analysis.Pass) (any, error) {
			pass.Reportf(pass.Files[0].Name.Pos(), "%d errors", len(pass.TypeErrors))
			ast.Inspect(pass.Files[0], func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok && pass.TypesInfo.TypeOf(e) == nil {
					t.Errorf("no type for %T", n)
				}
				return true
			})
			return nil, nil
		},
	}
	report := analyze(t, `
-- go.mod --
module m

go 1.25
-- m.go --
package m

import "example.com/gone"

var x int = ""

func f(a int) {
	gone.Call(a, func() { missing(a).Do() })
	for _, v := range gone.List(x) {
		println("loud", v.Field[0])
	}
}
`, run.Config{Checks: []*analysis.Analyzer{probe, toy.Print}})
	if len(report.Findings) != 2 || report.Findings[0].Message != "3 errors" || report.Findings[1].Category != "loud" {
		t.Errorf("findings: %+v", report.Findings)
	}
	if len(report.Errors) != 1 || !strings.HasSuffix(report.Errors[0].Message, "(and 2 more errors)") {
		t.Errorf("errors: %+v", report.Errors)
	}
}
