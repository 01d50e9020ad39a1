package drill

import (
	"context"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// TB is what Run and Build need of a *testing.T.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	TempDir() string
	Context() context.Context
}

// Run carries out a drill and fails t if the service failed, with the verdict and
// what the service printed.
func Run(t TB, s Service) *Report {
	t.Helper()
	r, err := s.Drill(t.Context())
	if err != nil {
		t.Fatalf("drill: %v", err)
		return nil
	}
	var table strings.Builder
	r.WriteTable(&table) // a Builder does not fail
	if r.Starved {
		t.Logf("drill not judged: this machine is too busy\n%s", table.String())
		return r
	}
	if !r.Passed {
		t.Errorf("drill failed: %s\n\n%s\nOutput of the service:\n%s", strings.Join(r.Failures(), ", "), table.String(), r.Output)
		for _, q := range r.Requests {
			t.Logf("%s, begun %v, %s: %s", q.Kind, q.Begin, q.Outcome, q.Why)
		}
		return r
	}
	t.Logf("drill passed\n%s", table.String())
	return r
}

// Build builds the command in package pkg, as go build knows it, and returns the
// path of the program.
func Build(t TB, pkg string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "service")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, pkg).CombinedOutput()
	if err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
	return path
}
