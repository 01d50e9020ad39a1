package stalesocket_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestProcess shows that a process which does not close its socket keeps the next one from listening, and that the fix lets it.
func TestProcess(t *testing.T) {
	dir := checktest.Copy(t, "testdata")
	checktest.Download(t, dir)
	short, err := os.MkdirTemp("", "") // a path of a socket has a hundred bytes
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(short)
	socket := filepath.Join(short, "s")
	run := func() string {
		cmd := exec.Command("go", "run", "./process", socket)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if first, second := run(), run(); first != "true" || second != "false" {
		t.Errorf("before: %s, %s", first, second)
	}
	fix := exec.Command(checktest.Binary(t), "-C", dir, "-fix", "-notes", "-stalesocket", "./process")
	if out, err := fix.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", fix.Args, err, out)
	}
	if got := run(); got != "true" {
		t.Errorf("after: %s", got)
	}
}
