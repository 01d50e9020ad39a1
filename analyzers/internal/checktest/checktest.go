// Package checktest runs one check on a module of testdata, through the same binary that users run.
//
// testdata is a module of its own, with real libraries in its go.mod. A comment
//
//	// want `regexp`
//
// demands a finding on its line whose message, category included, matches; there may be several. Findings without such a
// comment fail the test. A file with a twin called FILE.golden must look like the twin after -fix; what -fix has
// written must compile, must not change under a second -fix, and the findings that remain must be those of the golden
// file's own want comments.
package checktest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A Finding is what the binary prints with -format json.
type Finding struct {
	Category, Check, Level, Message, File string
	Line, Column                          int
	Related                               []struct {
		File, Message string
		Line          int
	}
	Fixes []struct {
		Message string
		Edits   []Edit
	}
}

// An Edit replaces the bytes of File from Start to End by New.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// Output is what the binary prints with -format json.
type Output struct {
	Version  int
	Findings []Finding
	Errors   []struct {
		Package, File, Message string
		Line                   int
	}
}

// Run runs the check on ./testdata, standalone, and compares what it finds with the want comments there. Notes count.
// Then it runs -fix on a copy, if there are golden files.
func Run(t *testing.T, check string, flags ...string) {
	t.Helper()
	dir, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	Download(t, dir)
	flags = append([]string{"-" + check, "-notes"}, flags...)
	compare(t, dir, ".go", Findings(t, dir, flags...))
	if len(golden(t, dir)) > 0 {
		fixes(t, dir, flags)
	}
}

// Findings runs the binary on all packages of the module in dir.
func Findings(t *testing.T, dir string, flags ...string) []Finding {
	t.Helper()
	return FindingsIn(t, dir, "./...", flags...)
}

// FindingsIn runs the binary on the packages that match pattern.
func FindingsIn(t *testing.T, dir, pattern string, flags ...string) []Finding {
	t.Helper()
	return findings(t, Binary(t), dir, pattern, flags)
}

// UnwatchedFindings is FindingsIn without the race detector, for tests that run the binary some hundred times. So is what go vet
// runs, once for each package.
func UnwatchedFindings(t *testing.T, dir, pattern string, flags ...string) []Finding {
	t.Helper()
	return findings(t, unwatched.build(t, false), dir, pattern, flags)
}

func findings(t *testing.T, binary, dir, pattern string, flags []string) []Finding {
	t.Helper()
	args := append([]string{"-C", dir, "-cache=off", "-format", "json"}, flags...)
	cmd := exec.Command(binary, append(args, pattern)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	var o Output
	if err := json.Unmarshal(out, &o); err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd.Args, err, out, stderr.Bytes())
	}
	for _, e := range o.Errors {
		t.Errorf("%s %s:%d: %s", e.Package, e.File, e.Line, e.Message)
	}
	return o.Findings
}

// A program is cmd/shutdownlint, built when it is first asked for.
type program struct {
	sync.Once
	path string
	err  error
}

var binary, unwatched program

// Binary builds cmd/shutdownlint, once for the tests of a package, and returns its path, which is the same for all packages of a
// checkout: the go command links it again when it has changed, and nothing is left behind for each run. It is built with the race
// detector if the test is.
func Binary(t testing.TB) string {
	t.Helper()
	return binary.build(t, raceEnabled)
}

func (p *program) build(t testing.TB, race bool) string {
	t.Helper()
	p.Do(func() {
		dir, err := builds()
		if err != nil {
			p.err = err
			return
		}
		p.path = filepath.Join(dir, "shutdownlint")
		if race {
			p.path += "-race"
		}
		if runtime.GOOS == "windows" {
			p.path += ".exe"
		}
		args := []string{"build", "-o", p.path}
		if race {
			// Such a program sleeps for a second when it ends, and go vet starts a tool for each package.
			if os.Getenv("GORACE") == "" {
				os.Setenv("GORACE", "atexit_sleep_ms=0")
			}
			args = append(args, "-race")
		}
		cmd := exec.Command("go", append(args, "github.com/shutdownlint/shutdownlint/cmd/shutdownlint")...)
		cmd.Env = append(os.Environ(), "GOTMPDIR="+dir) // one file system: tests of other packages see the old file or the new one
		if out, err := cmd.CombinedOutput(); err != nil {
			p.err = fmt.Errorf("%v: %v\n%s", cmd.Args, err, out)
		}
	})
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p.path
}

// builds returns the folder for the programs that the tests of this checkout build.
func builds() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(bytes.TrimSpace(out))
	dir := filepath.Join(cache, "shutdownlint-test", hex.EncodeToString(sum[:8]))
	return dir, os.MkdirAll(dir, 0o777)
}

// Download fetches what the module in dir requires, so that the run itself needs no network.
func Download(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command("go", "mod", "download")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v in %s: %v\n%s", cmd.Args, dir, err, out)
	}
}

// A want is one expectation.
type want struct {
	file string
	line int
	re   *regexp.Regexp
	met  bool
}

var (
	wantComment = regexp.MustCompile("// want (.*)")
	wantRegexp  = regexp.MustCompile("`([^`]*)`")
)

// compilesC reports whether the go command builds files that import "C".
var compilesC = sync.OnceValue(func() bool {
	out, err := exec.Command("go", "env", "CGO_ENABLED").Output()
	return err == nil && strings.TrimSpace(string(out)) == "1"
})

// compare reports the differences between findings and the want comments in the files below dir that end in suffix.
func compare(t *testing.T, dir, suffix string, findings []Finding) {
	t.Helper()
	wants := expectations(t, dir, suffix)
	for _, f := range findings {
		text := f.Message + " (" + f.Category + ")"
		if f.Level == "note" {
			text = f.Message + " (" + f.Category + ", note)"
		}
		i := slices.IndexFunc(wants, func(w *want) bool {
			return !w.met && w.file == filepath.ToSlash(f.File) && w.line == f.Line && w.re.MatchString(text)
		})
		if i < 0 {
			t.Errorf("%s:%d: unexpected: %s", f.File, f.Line, text)
			continue
		}
		wants[i].met = true
	}
	for _, w := range wants {
		if !w.met {
			t.Errorf("%s:%d: nothing matches %q", w.file, w.line, w.re)
		}
	}
}

func expectations(t *testing.T, dir, suffix string) []*want {
	t.Helper()
	var wants []*want
	walk(t, dir, func(name string) {
		if !strings.HasSuffix(name, suffix) {
			return
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("\nimport \"C\"\n")) && !compilesC() {
			t.Logf("DID NOT RUN: %s, which takes a C compiler", name)
			return
		}
		for i, line := range strings.Split(string(data), "\n") {
			m := wantComment.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			patterns := wantRegexp.FindAllStringSubmatch(m[1], -1)
			if patterns == nil {
				t.Errorf("%s:%d: a want comment without a pattern in back quotes", name, i+1)
			}
			for _, p := range patterns {
				re, err := regexp.Compile(p[1])
				if err != nil {
					t.Errorf("%s:%d: %v", name, i+1, err)
					continue
				}
				file := strings.TrimSuffix(filepath.ToSlash(name), ".golden")
				wants = append(wants, &want{file: file, line: i + 1, re: re})
			}
		}
	})
	return wants
}

func walk(t *testing.T, dir string, f func(name string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		f(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func golden(t *testing.T, dir string) []string {
	var names []string
	walk(t, dir, func(name string) {
		if strings.HasSuffix(name, ".golden") {
			names = append(names, name)
		}
	})
	return names
}

// Want reports the differences between findings and the want comments in the module at dir.
func Want(t *testing.T, dir string, findings []Finding) {
	t.Helper()
	compare(t, dir, ".go", findings)
}
