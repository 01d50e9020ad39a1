package driver_test

import (
	"errors"
	"go/types"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

func open(t *testing.T, s analyzers.Settings, excluded func(string) bool) *driver.Suite {
	t.Helper()
	suite, err := driver.New(s, excluded)
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

func TestNew(t *testing.T) {
	suite := open(t, analyzers.Settings{Tests: true}, nil)
	if err := analysis.Validate(suite.Checks); err != nil {
		t.Error(err)
	}
	if len(suite.Checks) != len(analyzers.Suite) {
		t.Errorf("%d checks, want all %d", len(suite.Checks), len(analyzers.Suite))
	}
	for i, check := range suite.Checks {
		if check == analyzers.Suite[i] || check.Name != analyzers.Suite[i].Name {
			t.Errorf("%s stands for %s", check, analyzers.Suite[i])
		}
		if f := check.Flags.Lookup("notes"); f != nil || check.Name != "deploy" && analyzers.Suite[i].Flags.Lookup("notes") == nil {
			t.Errorf("%s has the flag %v, where those of Suite have flags", check, f)
		}
		for _, a := range required(check) {
			if len(a.FactTypes) > 0 && a != suite.Facts && !requires(suite.Facts, a) {
				t.Errorf("%s requires %s, whose facts nobody makes", check, a)
			}
		}
	}
	if !suite.Tests() || open(t, analyzers.Settings{}, nil).Tests() {
		t.Error("tests are wanted elsewhere")
	}
	var wrong *analyzers.SettingError
	if _, err := driver.New(analyzers.Settings{Disable: []string{"gin-walk"}}, nil); !errors.As(err, &wrong) {
		t.Errorf("got %v, want an error about gin-walk", err)
	}
}

// requires reports whether a requires b, directly or not.
func requires(a, b *analysis.Analyzer) bool {
	return slices.ContainsFunc(a.Requires, func(req *analysis.Analyzer) bool { return req == b || requires(req, b) })
}

// required returns all that a requires, directly or not.
func required(a *analysis.Analyzer) []*analysis.Analyzer {
	all := slices.Clone(a.Requires)
	for _, req := range a.Requires {
		all = append(all, required(req)...)
	}
	return all
}

func TestWanted(t *testing.T) {
	excluded := func(file string) bool { return file == "gen.go" }
	suite := open(t, analyzers.Settings{Disable: []string{"gin-run"}, Levels: map[string]string{"body-unclosed": "note"}}, excluded)
	wants := func(category, file string) bool { wanted, _ := suite.Wanted(category, file, false); return wanted }
	if !wants("close-order", "a.go") || wants("close-order", "gen.go") || wants("gin-run", "a.go") || wants("body-unclosed", "a.go") {
		t.Error("something else is wanted than the settings say")
	}
	if err := suite.Flags().Set("notes", "true"); err != nil {
		t.Fatal(err)
	}
	if wanted, note := suite.Wanted("body-unclosed", "a.go", false); !wanted || !note {
		t.Errorf("with -notes: wanted %t, as a note %t", wanted, note)
	}
	if !suite.NamesOthers() {
		t.Error("other places are not named")
	}
	if err := suite.Flags().Set("related", "false"); err != nil || suite.NamesOthers() {
		t.Errorf("without -related, they are (%v)", err)
	}
}

func TestFactRoots(t *testing.T) {
	suite := open(t, analyzers.Settings{}, nil)
	for _, test := range []struct {
		path, module string
		want         int
	}{
		{"net/http", "", 0},
		{"example.com/app", "example.com/app", 1},
		{"app", "app", 1}, // a module without a dot is none of the standard library
		{"example.com/old", "", 1},
	} {
		if got := suite.FactRoots(test.path, test.module); len(got) != test.want || test.want == 1 && got[0] != suite.Facts {
			t.Errorf("%s: %v", test.path, got)
		}
	}
}

type nothing struct{}

func (nothing) Func(path, name string) *driver.Func { return nil }

func (nothing) Module(path string) *analysis.Module { return nil }

func TestGiven(t *testing.T) {
	suite := open(t, analyzers.Settings{}, nil)
	for given := range driver.Given(nothing{}) {
		if !requires(suite.Facts, given) {
			t.Errorf("%s is given to a suite that does not ask for it", given)
		}
	}
}

func TestUnresolved(t *testing.T) {
	pkg := types.NewPackage("example.com/pool", "pool")
	own := []analyzers.Resource{{Type: "example.com/pool.Conn", From: []string{"Get"}, Release: []string{"Close"}}}
	wrong := driver.Unresolved(own, func(string) *types.Package { return pkg })
	if len(wrong) != 1 || wrong[0].Error() != "resources[0].type: package example.com/pool has no type Conn" {
		t.Errorf("got %v", wrong)
	}
	if wrong := driver.Unresolved(own, func(string) *types.Package { return nil }); wrong != nil {
		t.Errorf("got %v about what nobody imports", wrong)
	}
}
