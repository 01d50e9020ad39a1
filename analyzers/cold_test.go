package analyzers_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestColdCache looks at the services with the build cache of this machine, in which everything is compiled first, and with an
// empty one: where types come from makes no difference, and nothing is compiled for them.
func TestColdCache(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the types of all dependencies from source")
	}
	for _, name := range []string{"shop-wrong", "inhouse", "sudden-wrong"} {
		t.Run(name, func(t *testing.T) {
			dir, err := filepath.Abs(filepath.Join("..", "testdata", "services", name))
			if err != nil {
				t.Fatal(err)
			}
			checktest.Download(t, dir)
			build := exec.Command("go", "build", "-o", os.DevNull, "./...")
			build.Dir = dir
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", build.Args, err, out)
			}
			warm := checktest.UnwatchedFindings(t, dir, "./...", "-notes", "-deploy=false")
			cache := t.TempDir()
			t.Setenv("GOCACHE", cache)
			if cold := checktest.UnwatchedFindings(t, dir, "./...", "-notes", "-deploy=false"); !reflect.DeepEqual(cold, warm) {
				t.Errorf("with an empty build cache\n%v\nwith a full one\n%v", cold, warm)
			}
			const most = 64 << 20 // bytes; what is compiled is several times as large
			if size := sizeOf(t, cache); size > most {
				t.Errorf("%d bytes in the build cache: something was compiled", size)
			}
		})
	}
}

// sizeOf returns the size of the files below dir.
func sizeOf(t *testing.T, dir string) (size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
