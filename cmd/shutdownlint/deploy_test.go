package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDeployments runs the check of deployment files on services whose files are wrong and right: what is printed must be
// what _want.txt says, and the files that -fix changes must look like those in _fixed.
func TestDeployments(t *testing.T) {
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	t.Setenv("NO_COLOR", "1")
	for _, name := range []string{"deploy-wrong", "deploy-right", "platform-wrong", "platform-right", "platform-shapes"} {
		t.Run(name, func(t *testing.T) {
			service, err := filepath.Abs(filepath.Join("..", "..", "testdata", "services", name))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(service, "_want.txt"), stdoutOf(t, service, tool, "-notes", "./..."))
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(service)); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(service, "_want_fixed.txt"), stdoutOf(t, dir, tool, "-notes", "-fix", "./..."))
			again := stdoutOf(t, dir, tool, "-notes", "-diff", "./...")
			if len(again) > 0 {
				t.Errorf("fixed a second time:\n%s", again)
			}
			compareFixed(t, service, dir)
		})
	}
}

// TestDeploymentsOfPart asks for part of a module: its deployment files are compared with what was asked for, wherever they stand,
// and what is not compared is said.
func TestDeploymentsOfPart(t *testing.T) {
	tool, err := exec.LookPath("shutdownlint")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	service, err := filepath.Abs(filepath.Join("..", "..", "testdata", "services", "deploy-wrong"))
	if err != nil {
		t.Fatal(err)
	}
	const all = 12
	for _, test := range []struct {
		dir, pattern string
		findings     int
		apart        string // what is said not to be compared
	}{
		{".", "./...", all, ""},
		{".", "./cmd/...", all, ""},
		{".", "./cmd/jobs", 1, "not compared with programs that they run, but that were not asked for: Dockerfile, compose.yaml, k8s/shop.yaml, 1 more"},
		{".", "./cmd/shop", all - 1, "not compared with programs that they run, but that were not asked for: build/worker.Dockerfile, compose.yaml"},
		{"cmd/shop", ".", all - 1, "not compared with programs that they run, but that were not asked for: ../../build/worker.Dockerfile, ../../compose.yaml"},
		{".", "example.com/deploy/cmd/shop", 0, ""}, // import paths name no directories
	} {
		var stderr bytes.Buffer
		cmd := exec.Command(tool, "-format", "json", test.pattern)
		cmd.Dir, cmd.Stderr = filepath.Join(service, test.dir), &stderr
		stdout, err := cmd.Output()
		if _, found := errors.AsType[*exec.ExitError](err); err != nil && !found {
			t.Fatal(err)
		}
		if n := bytes.Count(stdout, []byte(`"category": `)); n != test.findings {
			t.Errorf("%s: %d findings, want %d\n%s", test.pattern, n, test.findings, stdout)
		}
		_, said, _ := strings.Cut(stderr.String(), "shutdownlint: ")
		if said, _, _ = strings.Cut(said, "\n"); said != test.apart {
			t.Errorf("%s: %q, want %q", test.pattern, said, test.apart)
		}
	}
}

// compareFixed compares the files that differ from those of the service with their twins in its folder _fixed.
func compareFixed(t *testing.T, service, dir string) {
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil || strings.HasPrefix(rel, "_") {
			return err
		}
		got, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		old, err := os.ReadFile(filepath.Join(service, rel))
		if err == nil && !bytes.Equal(got, old) {
			golden(t, filepath.Join(service, "_fixed", rel), got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// golden compares got with a file, or writes it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}
