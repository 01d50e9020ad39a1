package result_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
)

func TestOf(t *testing.T) {
	n := new(int)
	pass := &analysis.Pass{ResultOf: map[*analysis.Analyzer]any{{Name: "a"}: n, {Name: "b"}: "text", {Name: "c"}: nil}}
	if got := result.Of[*int](pass); got != n {
		t.Errorf("got %v, want %v", got, n)
	}
	if got := result.Of[string](pass); got != "text" {
		t.Errorf("got %q, want text", got)
	}
	if got := result.Of[*string](pass); got != nil {
		t.Errorf("got %v for what nobody has", got)
	}
}
