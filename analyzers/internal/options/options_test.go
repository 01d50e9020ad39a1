package options

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// run runs a and what it requires, without a package, and returns its result.
func run(t *testing.T, a *analysis.Analyzer) any {
	t.Helper()
	pass := &analysis.Pass{Analyzer: a, ResultOf: make(map[*analysis.Analyzer]any)}
	for _, req := range a.Requires {
		pass.ResultOf[req] = run(t, req)
	}
	result, err := a.Run(pass)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// check returns a check that tells what its options are.
func check(name string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: name, Doc: name, Flags: CheckFlags(), Requires: []*analysis.Analyzer{Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			o := Of(pass)
			return fmt.Sprintf("notes=%t tests=%t related=%t disable=%s levels=%v", o.Notes, o.Tests, o.Related, &o.Disable, o.Levels), nil
		},
	}
}

func TestFlags(t *testing.T) {
	const standard = "notes=false tests=false related=true disable= levels=map[]"
	one, two, free := check("one"), check("two"), &analysis.Analyzer{Name: "free", Doc: "free"}
	tests := []struct {
		name  string
		flags string // those of check one, or with an exclamation mark those of the suite
		one   string
		two   string
	}{
		{"none", "", standard, standard},
		{"a check's own notes", "notes=true", strings.Replace(standard, "notes=false", "notes=true", 1), standard},
		{"a check's own categories", "disable=a,b", strings.Replace(standard, "disable=", "disable=a,b", 1), standard},
		{"both", "!disable=c disable=a", strings.Replace(standard, "disable=", "disable=c,a", 1), strings.Replace(standard, "disable=", "disable=c", 1)},
		{"notes of all", "!notes=true notes=false", strings.Replace(standard, "notes=false", "notes=true", 1), strings.Replace(standard, "notes=false", "notes=true", 1)},
		{"tests hold for all", "tests=true", strings.Replace(standard, "tests=false", "tests=true", 1), strings.Replace(standard, "tests=false", "tests=true", 1)},
		{"related holds for all", "related=false", strings.Replace(standard, "related=true", "related=false", 1), strings.Replace(standard, "related=true", "related=false", 1)},
		{"settings hold for all", `settings={"levels":{"a":"note"}}`, strings.Replace(standard, "[]", "[a:note]", 1), strings.Replace(standard, "[]", "[a:note]", 1)},
		{"settings leave the rest alone", `!notes=true !settings={"tests":true}`, "notes=true tests=true related=true disable= levels=map[]", "notes=true tests=true related=true disable= levels=map[]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, err := New(Settings{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			bound := o.Bind(one, two, free)
			if bound[2] != free {
				t.Error("a copy was made of what does not go by options")
			}
			for text := range strings.FieldsSeq(test.flags) {
				flags := &bound[0].Flags
				if rest, ok := strings.CutPrefix(text, "!"); ok {
					text, flags = rest, &bound[0].Requires[0].Flags
				}
				name, value, _ := strings.Cut(text, "=")
				if err := flags.Set(name, value); err != nil {
					t.Fatal(err)
				}
			}
			if got := run(t, bound[0]); got != test.one {
				t.Errorf("one: %s, want %s", got, test.one)
			}
			if got := run(t, bound[1]); got != test.two {
				t.Errorf("two: %s, want %s", got, test.two)
			}
			if got := run(t, one); got != standard {
				t.Errorf("the original: %s", got)
			}
		})
	}
}

func TestResources(t *testing.T) {
	o, err := New(Settings{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	flags := o.Bind(check("one"))[0].Flags
	if err := flags.Set("settings", `{"resources": [{"type": "x.org/p.Conn", "from": ["Get"], "release": ["Close"]}]}`); err != nil {
		t.Fatal(err)
	}
	if err := flags.Set("settings", `{"notes": true}`); err != nil {
		t.Fatal(err)
	}
	if o.Table.Resource("x.org/p.Conn") == nil {
		t.Error("a later flag that names no resources has removed them")
	}
	if resource.WellKnown().Resource("x.org/p.Conn") != nil || shared.Table != resource.WellKnown() {
		t.Error("everybody has them")
	}
}

func TestWrong(t *testing.T) {
	known := func(id string) bool { return id == "a" }
	tests := []struct {
		settings Settings
		text     string // the same as a flag
		want     string
		asFlag   string
	}{
		{Settings{Disable: []string{"a", "b"}}, `{"disable": ["a", "b"]}`, `disable[1]: there is no category "b"`, ""},
		{Settings{Levels: map[string]string{"b": "note"}}, `{"levels": {"b": "note"}}`, `levels.b: there is no category "b"`, ""},
		{Settings{Levels: map[string]string{"a": "off"}}, `{"levels": {"a": "off"}}`, `levels.a: there is no level "off", only error and note`, `levels.a: there is no level "off"`},
		{Settings{Resources: []resource.Own{{Type: "p.Conn", From: []string{"get it"}, Release: []string{"Close"}}}}, `{"resources": [{"type": "p.Conn", "from": ["get it"], "release": ["Close"]}]}`, `resources[0].from[0]: "get it" is no function`, `resources[0].from[0]: "get it" is no function`},
		{Settings{}, `{"note": true}`, "", `unknown field "note"`},
		{Settings{}, `notes`, "", "invalid character"},
		{Settings{Disable: []string{"a"}, Levels: map[string]string{"a": "note"}}, `{"disable": ["a"], "levels": {"a": "note"}}`, "", ""},
	}
	contains := func(err error, want string) bool {
		if want == "" || err == nil {
			return want == "" && err == nil
		}
		return strings.Contains(err.Error(), want)
	}
	for _, test := range tests {
		o, err := New(test.settings, known)
		var wrong *SettingError
		if !contains(err, test.want) || err != nil && !errors.As(err, &wrong) {
			t.Errorf("%s: got %v, want %s", test.text, err, test.want)
		}
		if o, err = New(Settings{}, nil); err != nil {
			t.Fatal(err)
		}
		flags := o.Bind(check("one"))[0].Flags
		if err := flags.Set("settings", test.text); !contains(err, test.asFlag) {
			t.Errorf("-settings=%s: got %v, want %s", test.text, err, test.asFlag)
		}
	}
}

func TestWanted(t *testing.T) {
	o := &Options{
		Disable:  Categories{"off"},
		Levels:   map[string]string{"down": "note", "up": "error"},
		Excluded: func(file string) bool { return file == "gen.go" },
	}
	for _, notes := range []bool{false, true} {
		o.Notes = notes
		var wanted []string
		for _, category := range []string{"off", "down", "up", "plain"} {
			for _, file := range []string{"a.go", "gen.go"} {
				for _, note := range []bool{false, true} {
					if ok, asNote := o.Wanted(category, file, note); ok {
						wanted = append(wanted, fmt.Sprintf("%s %s %t→%t", category, file, note, asNote))
					}
				}
			}
		}
		want := []string{"up a.go false→false", "up a.go true→false", "plain a.go false→false"}
		if notes {
			want = []string{"down a.go false→true", "down a.go true→true", "up a.go false→false", "up a.go true→false", "plain a.go false→false", "plain a.go true→true"}
		}
		if !slices.Equal(wanted, want) {
			t.Errorf("notes %t: got %q, want %q", notes, wanted, want)
		}
	}
}
