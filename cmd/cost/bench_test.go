package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Every contender that is at hand runs, and costs something.
func TestRound(t *testing.T) {
	const program = "package main\n\nimport _ \"errors\"\n\nfunc main() {}\n"
	dir, tmp := t.TempDir(), t.TempDir()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	for name, text := range map[string]string{"go.mod": "module m\n\ngo 1.25\n", "m.go": program} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := &bench{dir: dir, tmp: tmp, tool: filepath.Join(tmp, "shutdownlint"), empty: filepath.Join(tmp, "empty")}
	if err := b.prepare(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(b.empty); err != nil { // this test is no vet tool
		t.Fatal(err)
	}
	if err := os.Link(b.tool, b.empty); err != nil {
		t.Fatal(err)
	}
	r, err := b.round()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{ordinary, ordinaryWarm, floor, floorWarm, vettool, vettoolWarm, standalone, unchanged, changed} {
		if c := r[name]; c.CPU <= 0 || c.Wall <= 0 {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if len(r) != 9 {
		t.Errorf("%d contenders took part: %v", len(r), r)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "m.go")); err != nil || string(text) != program {
		t.Errorf("the program is %q now (%v)", text, err)
	}
	b.dir = filepath.Join(dir, "nosuch")
	if _, err := b.round(); err == nil {
		t.Error("no error for a directory that is not there")
	}
}
