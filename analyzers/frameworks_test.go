package analyzers_test

import (
	"path/filepath"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestFrameworks finds what is wrong with the services of frameworks that the tests in runtime/testdata/frameworks drill, and nothing in
// their right twins. What go vet would need for all that they import is not worth it.
func TestFrameworks(t *testing.T) {
	dir := filepath.Join("..", "runtime", "testdata", "frameworks")
	checktest.Download(t, dir)
	checktest.Want(t, dir, checktest.Findings(t, dir, "-notes", "-deploy=false"))
}
