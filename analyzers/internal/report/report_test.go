package report

import (
	"go/parser"
	"go/token"
	"testing"
)

func TestForTests(t *testing.T) {
	for src, want := range map[string]bool{
		`import "github.com/onsi/ginkgo/v2"`:             true,
		`import . "github.com/onsi/gomega"`:              true,
		`import "github.com/stretchr/testify/require"`:   true,
		`import "testing"; func Start(t *testing.T) {}`:  true,
		`import "testing"; func Start(t testing.TB) {}`:  true,
		`import "testing"; var fast = testing.Testing()`: false,
		`import "github.com/onsi/example"`:               false,
		`import "net/http"; func Start(*http.Server) {}`: false,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p; "+src, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := forTests(f); got != want {
			t.Errorf("%s: got %v", src, got)
		}
	}
}
