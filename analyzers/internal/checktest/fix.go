package checktest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files of fixes anew, and the table in README.md")

// Update reports whether what the tests compare with is to be written anew.
func Update() bool { return *update }

// Copy copies the module in dir to a temporary folder, and returns that. What its go.mod replaces by a relative path it
// still finds.
func Copy(t *testing.T, dir string) string {
	t.Helper()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	if err := os.CopyFS(tmp, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(tmp, "go.mod")
	mod, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	mod = bytes.ReplaceAll(mod, []byte("=> ../"), []byte("=> "+filepath.ToSlash(dir)+"/../"))
	if err := os.WriteFile(name, mod, 0o644); err != nil {
		t.Fatal(err)
	}
	return tmp
}

// Apply makes the edits of the i'th fix of f in the module in dir.
func Apply(t *testing.T, dir string, f Finding, i int) {
	t.Helper()
	if i >= len(f.Fixes) {
		t.Fatalf("%s:%d has %d fixes", f.File, f.Line, len(f.Fixes))
	}
	name := filepath.Join(dir, f.File)
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	edits := slices.Clone(f.Fixes[i].Edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	for _, e := range slices.Backward(edits) {
		src = slices.Concat(src[:e.Start], []byte(e.New), src[e.End:])
	}
	if err := os.WriteFile(name, src, 0o644); err != nil {
		t.Fatal(err)
	}
}

// fixes applies the fixes to a copy of the module in dir and holds the result to the golden files.
func fixes(t *testing.T, dir string, flags []string) {
	t.Helper()
	tmp := Copy(t, dir)
	fix(t, tmp, flags)
	for _, name := range golden(t, dir) {
		source := strings.TrimSuffix(name, ".golden")
		got, err := os.ReadFile(filepath.Join(tmp, source))
		if err != nil {
			t.Error(err)
			continue
		}
		if *update {
			if err := os.WriteFile(filepath.Join(dir, name), got, 0o644); err != nil {
				t.Error(err)
			}
			continue
		}
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s after -fix is not as %s says; it is\n%s", source, name, got)
		}
	}
	build := exec.Command("go", "build", "./...")
	build.Dir = tmp
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("the fixed code does not compile: %v\n%s", err, out)
	}
	before := snapshot(t, tmp)
	left := fix(t, tmp, flags)
	if after := snapshot(t, tmp); after != before {
		t.Error("a second -fix changed the code again")
	}
	for _, f := range left {
		if len(f.Fixes) > 0 {
			t.Errorf("after -fix %s:%d still says: %s", f.File, f.Line, f.Message)
		}
	}
}

// fix runs -fix on the module in dir and returns what remains.
func fix(t *testing.T, dir string, flags []string) []Finding {
	t.Helper()
	args := append([]string{"-C", dir, "-fix", "-format", "json"}, flags...)
	cmd := exec.Command(Binary(t), append(args, "./...")...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	var o Output
	if err := json.Unmarshal(out, &o); err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	return o.Findings
}

// snapshot returns all Go source below dir as one string.
func snapshot(t *testing.T, dir string) string {
	var b strings.Builder
	walk(t, dir, func(name string) {
		if strings.HasSuffix(name, ".go") {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Error(err)
			}
			b.WriteString(name)
			b.Write(data)
		}
	})
	return b.String()
}
