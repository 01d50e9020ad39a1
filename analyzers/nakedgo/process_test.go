package nakedgo_test

import (
	"os/exec"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestProcess shows that the context of a request ends when its handler returns, in a copy of gin's context as well, and that
// what the fix makes of it does not.
func TestProcess(t *testing.T) {
	dir := checktest.Copy(t, "testdata")
	checktest.Download(t, dir)
	run := func() string {
		cmd := exec.Command("go", "run", "./process")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
		}
		return string(out)
	}
	if got := run(); got != "true\ntrue\ntrue\n" {
		t.Errorf("before: %s", got)
	}
	fix := exec.Command(checktest.Binary(t), "-C", dir, "-fix", "./process")
	if out, err := fix.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", fix.Args, err, out)
	}
	if got := run(); got != "false\nfalse\nfalse\n" {
		t.Errorf("after: %s", got)
	}
}
