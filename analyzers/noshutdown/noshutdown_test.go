package noshutdown_test

import (
	"os/exec"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "noshutdown") }

// TestGraceful applies the fix that uses the runtime module, which is offered second and only to those who import it.
func TestGraceful(t *testing.T) {
	dir := checktest.Copy(t, "testdata")
	offered := 0
	for _, f := range checktest.Findings(t, dir, "-noshutdown") {
		if len(f.Fixes) < 2 {
			continue
		}
		offered++
		if f.File != "fix/graceful/main.go" {
			t.Errorf("%s is offered %q", f.File, f.Fixes[1].Message)
			continue
		}
		checktest.Apply(t, dir, f, 1)
	}
	if offered != 1 {
		t.Errorf("the second fix is offered %d times, want 1", offered)
	}
	build := exec.Command("go", "vet", "./fix/graceful")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", build.Args, err, out)
	}
	for _, f := range checktest.Findings(t, dir, "-noshutdown") {
		if f.File == "fix/graceful/main.go" {
			t.Errorf("the fixed code still says: %s", f.Message)
		}
	}
}
