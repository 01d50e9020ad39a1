package notimeout_test

import (
	"fmt"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "notimeout") }

// TestRelated holds that each server is said to serve where it does, and not the one before it in the same variable.
func TestRelated(t *testing.T) {
	got := ""
	for _, f := range checktest.FindingsIn(t, "testdata", "./reused", "-notimeout") {
		got += fmt.Sprintf("%d: %d %s\n", f.Line, f.Related[0].Line, f.Related[0].Message)
	}
	if want := "11: 12 it serves here\n14: 15 it serves here\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
