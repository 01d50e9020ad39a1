package apply

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

func TestOverlap(t *testing.T) {
	edit := func(start, end int) finding.Edit { return finding.Edit{Start: start, End: end} }
	for _, test := range []struct {
		a, b finding.Edit
		want bool
	}{
		{edit(1, 3), edit(5, 7), false},
		{edit(1, 3), edit(3, 7), false}, // adjacent
		{edit(1, 5), edit(3, 7), true},
		{edit(1, 9), edit(3, 7), true},
		{edit(1, 3), edit(1, 7), true},
		{edit(3, 3), edit(3, 3), false}, // two insertions
		{edit(3, 3), edit(3, 7), false}, // an insertion before what is replaced
		{edit(7, 7), edit(3, 7), false}, // and one behind it
		{edit(5, 5), edit(3, 7), true},  // an insertion into what is replaced
	} {
		if got := overlap(test.a, test.b); got != test.want {
			t.Errorf("overlap(%v, %v) = %t", test.a, test.b, got)
		}
		if got := overlap(test.b, test.a); got != test.want {
			t.Errorf("overlap(%v, %v) = %t", test.b, test.a, got)
		}
	}
}

func TestRewrite(t *testing.T) {
	names := map[string]string{"example.com/go-thing/v2": "thing", "os": "os", "fmt": "fmt"}
	replace := func(src, old, new string) finding.Edit {
		i := strings.Index(src, old)
		return finding.Edit{Start: i, End: i + len(old), New: new}
	}
	for _, test := range []struct{ name, src, old, new, want string }{
		{
			"the name is not the path's last element",
			"package p\n\nimport (\n\t\"os\"\n\n\t\"example.com/go-thing/v2\"\n)\n\nvar x = thing.X(os.Args)\n",
			"os.Args", "nil",
			"package p\n\nimport (\n\t\"example.com/go-thing/v2\"\n)\n\nvar x = thing.X(nil)\n",
		},
		{
			"a shadowed name is no use",
			"package p\n\nimport \"os\"\n\nfunc f(os struct{ x int }) int { return os.x }\n\nvar a = os.Args\n",
			"os.Args", "1",
			"package p\n\nfunc f(os struct{ x int }) int { return os.x }\n\nvar a = 1\n",
		},
		{
			"blank, dot and unknown imports stay",
			"package p\n\nimport (\n\t. \"fmt\"\n\t_ \"os\"\n\t\"unknown\"\n)\n\nvar a = Sprint(1)\n",
			"Sprint(1)", "1",
			"package p\n\nimport (\n\t. \"fmt\"\n\t_ \"os\"\n\t\"unknown\"\n)\n\nvar a = 1\n",
		},
		{
			"a file that gofmt would change is not formatted",
			"package p\n\nvar  a = 1\nvar b  = 2\n",
			"1", "3",
			"package p\n\nvar  a = 3\nvar b  = 2\n",
		},
		{
			"one that it would not is",
			"package p\n\nvar (\n\ta = 1\n\tb = 2\n)\n",
			"a =", "long =",
			"package p\n\nvar (\n\tlong = 1\n\tb    = 2\n)\n",
		},
		{
			"an import without parentheses gets company",
			"package p\n\nimport \"os\"\n\nvar a = os.Args\n",
			"import \"os\"", "import \"fmt\"\nimport std \"errors\"\nimport \"os\"\n\nvar _, _ = fmt.Sprint, std.New",
			"package p\n\nimport (\n\tstd \"errors\"\n\t\"fmt\"\n\t\"os\"\n)\n\nvar _, _ = fmt.Sprint, std.New\n\nvar a = os.Args\n",
		},
		{
			"somebody who likes single imports keeps them",
			"package p\n\nimport \"fmt\"\nimport \"os\"\n\nvar a, b = fmt.Sprint(1), os.Args\n",
			"1", "2",
			"package p\n\nimport \"fmt\"\nimport \"os\"\n\nvar a, b = fmt.Sprint(2), os.Args\n",
		},
		{
			"comments stay with their imports",
			"package p\n\nimport \"os\"\n\nvar a = fmt.Sprint(os.Args)\n",
			"import \"os\"", "import \"fmt\" // to print\nimport \"os\"",
			"package p\n\nimport \"fmt\" // to print\nimport \"os\"\n\nvar a = fmt.Sprint(os.Args)\n",
		},
		{
			"line ends stay",
			"package p\r\n\r\nvar a = 1\r\n",
			"1", "[]int{\n\t1,\n}",
			"package p\r\n\r\nvar a = []int{\r\n\t1,\r\n}\r\n",
		},
	} {
		got, err := rewrite([]byte(test.src), []finding.Edit{replace(test.src, test.old, test.new)}, func(path string) string { return names[path] })
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if string(got) != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
	if _, err := rewrite([]byte("package p\n"), []finding.Edit{{Start: 0, End: 7}}, func(string) string { return "" }); err == nil {
		t.Error("what is no Go any more is accepted")
	}
}

// all is a program whose files are all the user's.
type all struct{}

func (all) Editable(string) bool                 { return true }
func (all) PackageName(file, path string) string { return filepath.Base(path) }
func (all) Broken(changed map[string][]byte) map[string]bool {
	broken := make(map[string]bool)
	for name, content := range changed {
		broken[name] = strings.Count(string(content), "twice") > 1
	}
	maps.DeleteFunc(broken, func(_ string, is bool) bool { return !is })
	return broken
}

func TestPlan(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	a, b := write("a.go", "package a\n\nvar x, y = 1, 2\n"), write("b.go", "package a\n\nvar z = 3\n")
	changed := write("changed.go", "package a\n")
	sizes := map[string]int{a: 27, b: 21, changed: 99}
	fix := func(edits ...finding.Edit) finding.Finding {
		return finding.Finding{Fixes: []finding.Fix{{Edits: edits}, {Edits: []finding.Edit{{File: a, New: "never the second"}}}}}
	}
	plan := New([]finding.Finding{
		{}, // without a fix
		fix(finding.Edit{File: a, Start: 15, End: 16, New: "xx"}),
		fix(finding.Edit{File: a, Start: 15, End: 16, New: "xx"}), // the same again
		fix(finding.Edit{File: b, Start: 15, End: 16, New: "zz"}, finding.Edit{File: a, Start: 15, End: 19, New: "no"}),
		fix(finding.Edit{File: a, Start: 18, End: 19, New: "yy"}),
		fix(finding.Edit{File: a, Start: 18, End: 19, New: "yy"}, finding.Edit{File: changed, New: "//"}),
	}, sizes, all{})
	if plan.Applied != 3 || plan.Conflicts != 1 {
		t.Errorf("%d fixes applied and %d in conflict, want 3 and 1", plan.Applied, plan.Conflicts)
	}
	if len(plan.Errors) != 1 || !strings.Contains(plan.Errors[0].Message, "changed during the analysis") {
		t.Errorf("errors: %v", plan.Errors)
	}
	if len(plan.Changes) != 1 || string(plan.Changes[0].New) != "package a\n\nvar xx, yy = 1, 2\n" {
		t.Fatalf("changes: %q", plan.Changes)
	}
	if err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(a); err != nil || string(got) != string(plan.Changes[0].New) {
		t.Errorf("written: %q, %v", got, err)
	}
}

// TestPlanCompiles holds back fixes that do not compile together, though they do not overlap.
func TestPlanCompiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(file, []byte("package a\n\nvar x, y = 1, 2\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	fix := func(start int, new string) finding.Finding {
		return finding.Finding{Fixes: []finding.Fix{{Edits: []finding.Edit{{File: file, Start: start, End: start + 1, New: new}}}}}
	}
	plan := New([]finding.Finding{fix(15, "twice"), fix(18, "twice"), fix(22, "3")}, map[string]int{file: 27}, all{})
	if plan.Applied != 2 || plan.Conflicts != 1 || len(plan.Errors) != 0 {
		t.Errorf("%d fixes applied, %d in conflict, errors %v; want 2, 1 and none", plan.Applied, plan.Conflicts, plan.Errors)
	}
	if len(plan.Changes) != 1 || string(plan.Changes[0].New) != "package a\n\nvar twice, y = 3, 2\n" {
		t.Errorf("changes: %q", plan.Changes)
	}
}

func TestWriteAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.go")
	if err := os.WriteFile(good, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	plan := &Plan{Changes: []Change{
		{File: good, New: []byte("new"), Mode: 0o640},
		{File: filepath.Join(dir, "gone", "bad.go"), New: []byte("new"), Mode: 0o640},
	}}
	if err := plan.Write(); err == nil {
		t.Error("a file was written into a directory that is not there")
	}
	if got, err := os.ReadFile(good); err != nil || string(got) != "old" {
		t.Errorf("good.go was changed: %q, %v", got, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("something was left behind: %v, %v", entries, err)
	}
}

// Each hunk says where its lines stand in the new file.
func TestDiff(t *testing.T) {
	line := func(n int) string { return "line " + strings.Repeat("x", n) + "\n" }
	var old, changed strings.Builder
	for n := range 40 {
		old.WriteString(line(n))
		switch n {
		case 2, 5, 30:
			changed.WriteString("more\n" + line(n))
		case 20:
		default:
			changed.WriteString(line(n))
		}
	}
	dir := t.TempDir()
	p := &Plan{Changes: []Change{{File: filepath.Join(dir, "f"), Old: []byte(old.String()), New: []byte(changed.String())}}}
	var diff strings.Builder
	if err := p.Diff(&diff, dir); err != nil {
		t.Fatal(err)
	}
	want := []string{"@@ -1,8 +1,10 @@", "@@ -18,7 +20,6 @@", "@@ -28,6 +29,7 @@"}
	if got := header.FindAllString(diff.String(), -1); !slices.Equal(got, want) {
		t.Errorf("hunks %q, want %q in\n%s", got, want, &diff)
	}
	if !strings.HasPrefix(diff.String(), "--- a/f\n+++ b/f\n") {
		t.Errorf("names: %s", &diff)
	}
}
