package analyzers_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shutdownlint/shutdownlint/analyzers"
)

// leaks is a module that leaks a file and a connection of its own pool.
var leaks = map[string]string{
	"go.mod": "module example.com/app\n\ngo 1.25\n",
	"app.go": `package app

import (
	"os"

	"example.com/app/pool"
)

func size(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func lease() string {
	c := pool.Get()
	return c.Name()
}
`,
	"pool/pool.go": `package pool

type Conn struct{ name string }

func Get() *Conn { return &Conn{"first"} }

func (c *Conn) Name() string { return c.name }

func (c *Conn) Close() error { return nil }
`,
}

// write makes a module of the files.
func write(t *testing.T, files map[string]string) string {
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestNew runs suites with different settings at the same time, each of which has to find what its settings say.
func TestNew(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the source of package os and of all below it")
	}
	const (
		file = "app.go:10: error file-unclosed"
		note = "app.go:10: note file-unclosed"
		conn = "app.go:22: error conn-unclosed"
	)
	pool := []analyzers.Resource{{Type: "example.com/app/pool.Conn", From: []string{"Get"}, Release: []string{"Close"}}}
	asNote := map[string]string{"file-unclosed": "note"}
	tests := []struct {
		settings analyzers.Settings
		want     []string
	}{
		{analyzers.Settings{}, []string{file}},
		{analyzers.Settings{Resources: pool}, []string{file, conn}},
		{analyzers.Settings{Disable: []string{"file-unclosed"}, Resources: pool}, []string{conn}},
		{analyzers.Settings{Levels: asNote}, nil},
		{analyzers.Settings{Levels: asNote, Notes: true}, []string{note}},
		{analyzers.Settings{Disable: []string{"file-unclosed"}}, nil},
	}
	dir := write(t, leaks)
	pkgs := loadAll(t, dir)
	var running sync.WaitGroup
	for _, test := range tests {
		suite, err := analyzers.New(test.settings)
		if err != nil {
			t.Fatal(err)
		}
		running.Go(func() {
			var got []string
			for _, f := range findings(t, suite, dir, pkgs) {
				got = append(got, fmt.Sprintf("%s:%d: %s %s", f.File, f.Line, f.Level, f.Category))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%+v: got %q, want %q", test.settings, got, test.want)
			}
		})
	}
	running.Wait()
}

func TestWrongSettings(t *testing.T) {
	tests := []struct {
		settings analyzers.Settings
		want     string
	}{
		{analyzers.Settings{Disable: []string{"gin-run", "gin-walk"}}, `disable[1]: there is no category "gin-walk"`},
		{analyzers.Settings{Levels: map[string]string{"gin-walk": "note"}}, `levels.gin-walk: there is no category "gin-walk"`},
		{analyzers.Settings{Levels: map[string]string{"gin-run": "off"}}, `levels.gin-run: there is no level "off", only error and note`},
		{analyzers.Settings{Resources: []analyzers.Resource{{Type: "x.org/p.Conn"}}}, "resources[0].from: no function is named that hands out a Conn"},
	}
	for _, test := range tests {
		var wrong *analyzers.SettingError
		if _, err := analyzers.New(test.settings); !errors.As(err, &wrong) || wrong.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

// TestOneCheck runs the program that is a single check, whose flags are the only way to its settings.
func TestOneCheck(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the source of what the module imports")
	}
	program := filepath.Join(t.TempDir(), "unclosed")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", program, "unclosed/main.go").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := write(t, leaks)
	const settings = `-settings={"levels": {"file-unclosed": "note"}, "resources": [{"type": "example.com/app/pool.Conn", "from": ["Get"], "release": ["Close"]}]}`
	tests := []struct {
		args []string
		want []string // what stands in each line
	}{
		{nil, []string{"(file-unclosed)"}},
		{[]string{"-disable=file-unclosed"}, nil},
		{[]string{settings}, []string{"(conn-unclosed)"}},
		{[]string{"-notes", settings}, []string{"(file-unclosed, note)", "(conn-unclosed)"}},
	}
	for _, test := range tests {
		cmd := exec.Command(program, append(test.args, "./...")...)
		cmd.Dir = dir
		out, _ := cmd.CombinedOutput() // the exit status is that of who reports
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if len(out) == 0 {
			lines = nil
		}
		if !slices.EqualFunc(lines, test.want, strings.Contains) {
			t.Errorf("%q: got %q, want %q", test.args, lines, test.want)
		}
	}
}
