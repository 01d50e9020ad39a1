//go:build unix

package analyzers_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestFixesKeepWorking applies all fixes to programs that work, in testdata/works, and runs them before and after: what they print, how
// they answer and with which status they end stays the same. Where a fix is there to change that, the program says what it is to be.
func TestFixesKeepWorking(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	dir := filepath.Join("..", "testdata", "works")
	checktest.Download(t, dir)
	before, after := checktest.Copy(t, dir), checktest.Copy(t, dir)
	fixWorks(t, after)
	fixed := source(t, after)
	fixWorks(t, after)
	if source(t, after) != fixed {
		t.Error("a second -fix changed the programs again")
	}
	old, new := buildWorks(t, before), buildWorks(t, after)
	vet := exec.Command("go", "vet", "./cmd/named") // with the tests, which -fix does not see
	vet.Dir = after
	if out, err := vet.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if named, err := os.ReadFile(filepath.Join(after, "cmd", "named", "main.go")); err != nil || strings.Contains(string(named), "func run()") {
		t.Errorf("a fix has taken a name that a file for another system declares: %v\n%s", err, named)
	}
	mains, _ := filepath.Glob(filepath.Join(dir, "*", "main.go"))
	deeper, _ := filepath.Glob(filepath.Join(dir, "cmd", "*", "main.go"))
	for _, main := range slices.Concat(mains, deeper) {
		name := filepath.Base(filepath.Dir(main))
		text, err := os.ReadFile(main)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script := directive(text, "script")
			want := perform(t, filepath.Join(old, name), script)
			if better := directive(text, "after"); better != "" {
				if want == better {
					t.Errorf("before -fix: %s: there is nothing to mend", want)
				}
				want = better
			}
			if got := perform(t, filepath.Join(new, name), script); got != want {
				t.Errorf("after -fix\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// fixWorks runs -fix on the module in dir.
func fixWorks(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command(checktest.Binary(t), "-C", dir, "-notes", "-fix", "./...")
	var exit *exec.ExitError
	if out, err := cmd.CombinedOutput(); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
}

// source returns the Go files below dir as one string.
func source(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*/*.go", "*/*/*.go"} {
		files, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	return all.String()
}

// buildWorks builds the programs of the module in dir, and returns the folder that has them.
func buildWorks(t *testing.T, dir string) string {
	t.Helper()
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin+string(filepath.Separator), "./...")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build.Args, err, out)
	}
	return bin
}

// directive returns what the comment line "// name: " says.
func directive(text []byte, name string) string {
	m := regexp.MustCompile(`(?m)^// ` + name + `: (.*)$`).FindSubmatch(text)
	if m == nil {
		return ""
	}
	return string(m[1])
}

// perform runs the program as the script says, whose steps are "get /path", which does not wait for the answer, "wait" for it, "sleep 1s"
// and "signal TERM", and returns what there is to see: answers, output and exit status. Without a script what it says to its standard
// error is part of that.
func perform(t *testing.T, program, script string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	var output, failures bytes.Buffer
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), "ADDR="+addr)
	cmd.Stdout, cmd.Stderr = &output, &failures
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var seen []string
	var asked sync.WaitGroup
	for _, step := range strings.Split(script, "; ") {
		verb, arg, _ := strings.Cut(step, " ")
		switch verb {
		case "get":
			up(ctx, addr)
			i := len(seen)
			seen = append(seen, "")
			asked.Go(func() { seen[i] = "GET " + arg + ": " + get(ctx, "http://"+addr+arg) })
		case "wait":
			asked.Wait()
		case "sleep":
			d, err := time.ParseDuration(arg)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(d)
		case "signal":
			cmd.Process.Signal(map[string]os.Signal{"TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}[arg])
		}
	}
	asked.Wait()
	end := "exit status 0"
	if script != "" && !strings.Contains(script, "signal TERM") && !strings.Contains(script, "/stop") {
		time.Sleep(200 * time.Millisecond)
		cmd.Process.Kill() // nothing else ends it
	}
	if err := cmd.Wait(); err != nil {
		end = err.Error()
	}
	if script == "" {
		output.Write(failures.Bytes())
	}
	seen = append(seen, strings.Split(strings.TrimSpace(output.String()), "\n")...)
	seen = slices.DeleteFunc(append(seen, end), func(line string) bool { return line == "" })
	return strings.NewReplacer("\n", `\n`, "\t", `\t`, addr, "ADDR").Replace(strings.Join(seen, "; "))
}

// up waits until somebody listens at addr.
func up(ctx context.Context, addr string) {
	for ctx.Err() == nil {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// get returns status and body of what is at url, or says that the answer was cut.
func get(ctx context.Context, url string) string {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err.Error()
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return "no answer"
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Sprintf("%d %s, cut", resp.StatusCode, body)
	}
	return fmt.Sprintf("%d %s", resp.StatusCode, body)
}
