package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// TestRecipe runs the README's line for a pinned vet tool: it finds the mistake, and where there is no tool it fails, and does
// not run the ordinary vet in its place.
func TestRecipe(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if testing.Short() || err != nil {
		t.Skip("needs a shell, and analyses the standard library through go vet")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	dir := testmod.Write(t, `
-- go.mod --
module example.com/m

go 1.25
-- sub/sub.go --
package sub

const Name = "y"
-- m.go --
package m

import (
	"fmt"
	"os"

	"example.com/m/sub"
)

func size() int64 {
	f, err := os.Open(sub.Name)
	if err != nil {
		return 0
	}
	info, _ := f.Stat()
	fmt.Printf("%d\n", "no number")
	return info.Size()
}
`)
	const ours, ordinary = "(file-unclosed)", "wrong type"
	run := func() (string, error) {
		cmd := exec.Command(sh, "-c", recipe(t, root, "vet"))
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOPROXY=off")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run(); err == nil || strings.Contains(out, ordinary) {
		t.Errorf("without a tool: %v\n%s", err, out)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		// What the README's other lines make of a published version.
		"tools.mod": strings.Replace(string(mod), "module github.com/shutdownlint/shutdownlint\n", "module example.com/tools\n", 1) +
			"\ntool github.com/shutdownlint/shutdownlint/cmd/shutdownlint\n" +
			"\nrequire github.com/shutdownlint/shutdownlint v0.0.0\n" +
			"\nreplace github.com/shutdownlint/shutdownlint => " + root + "\n",
		"tools.sum": string(sum),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := run(); err == nil || !strings.Contains(out, ours) || strings.Contains(out, ordinary) {
		t.Errorf("with the tool: %v\n%s", err, out)
	}
}

// recipe returns the block of README.md that follows a comment of that name.
func recipe(t *testing.T, root, name string) string {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(readme, []byte("<!-- recipe:"+name+" -->\n```sh\n"))
	block, _, ok := bytes.Cut(rest, []byte("```\n"))
	if !ok {
		t.Fatalf("README.md has no recipe %s", name)
	}
	return string(block)
}
