package graceful_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A service at Go 1.25 that adds this module gets nothing else added to its
// go.mod, and nothing raised in it.
func TestAddsNothingElse(t *testing.T) {
	module, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const before = "module example.com/service\n\ngo 1.25\n\nreplace github.com/shutdownlint/shutdownlint/runtime => "
	write("go.mod", before+module+"\n")
	write("main.go", `package main

import (
	"context"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

func main() { new(graceful.App).Run(context.Background()) }
`)
	write("main_test.go", `package main

import (
	"testing"

	"github.com/shutdownlint/shutdownlint/runtime/drill"
)

func Test(t *testing.T) { drill.Run(t, drill.Service{}) }
`)
	for _, args := range [][]string{{"mod", "tidy"}, {"vet", "./..."}} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	got, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	const required = "\n\nrequire github.com/shutdownlint/shutdownlint/runtime v0.0.0-00010101000000-000000000000\n"
	if want := before + module + required; string(got) != want {
		t.Errorf("go.mod is\n%s\nwant\n%s", got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.sum")); err == nil {
		t.Error("there is a go.sum")
	}
}
