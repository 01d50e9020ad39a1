package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

var doors = flag.String("doors", "", "comma-separated `directories` of modules for TestDoorsAgree, instead of testdata/services")

// TestDoorsAgree runs the program on whole modules through go vet and by itself: the findings must be the same. Any
// module can be compared by
//
//	go test ./cmd/shutdownlint -run TestDoorsAgree -v -doors DIR,DIR
func TestDoorsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the standard library through go vet")
	}
	dirs := strings.Split(*doors, ",")
	if *doors == "" {
		mods, err := filepath.Glob(filepath.Join("..", "..", "testdata", "services", "*", "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		own, err := filepath.Glob(filepath.Join("testdata", "doors", "*", "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		dirs = nil
		for _, mod := range append(mods, own...) {
			dirs = append(dirs, filepath.Dir(mod))
		}
		t.Setenv("GOFLAGS", "-mod=mod")
		t.Setenv("GOWORK", "off")
	}
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			dir, err := filepath.Abs(dir)
			if err != nil {
				t.Fatal(err)
			}
			alone, vet := throughOwnDoor(t, tool, dir), throughVet(t, tool, dir)
			t.Logf("%d findings", len(alone))
			for _, f := range alone {
				if !slices.Contains(vet, f) {
					t.Errorf("only standalone: %s", f)
				}
			}
			for _, f := range vet {
				if !slices.Contains(alone, f) {
					t.Errorf("only go vet: %s", f)
				}
			}
		})
	}
}

// throughOwnDoor returns the findings in the module at dir, one line each.
func throughOwnDoor(t *testing.T, tool, dir string) []string {
	out := stdoutOf(t, dir, tool, "-cache=off", "-format", "json", "-notes", "-deploy=false", "./...") // go vet knows about Go only
	var report struct {
		Findings []finding.Finding
		Errors   []finding.Error
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, e := range report.Errors {
		t.Logf("not analysed: %s: %s:%d: %s", e.Package, e.File, e.Line, e.Message)
	}
	var lines []string
	for _, f := range report.Findings {
		label := f.Category
		if f.Level == finding.LevelNote {
			label += ", note"
		}
		line := fmt.Sprintf("%s:%d:%d: %s (%s)", f.File, f.Line, f.Column, f.Message, label)
		for _, rel := range f.Related {
			line += fmt.Sprintf("; %s:%d: %s", rel.File, rel.Line, rel.Message)
		}
		for _, fix := range f.Fixes {
			line += "; fix: " + fix.Message
		}
		lines = append(lines, line)
	}
	return lines
}

// throughVet does the same with go vet, which prints one JSON object per package.
func throughVet(t *testing.T, tool, dir string) []string {
	out := stdoutOf(t, dir, "go", "vet", "-vettool="+tool, "-json", "-notes", "./...")
	out = regexp.MustCompile(`(?m)^#.*\n`).ReplaceAll(out, nil)
	var lines []string
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var packages map[string]map[string]json.RawMessage
		if err := dec.Decode(&packages); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for pkg, checks := range packages {
			for check, raw := range checks {
				var diagnostics []struct {
					Posn, Message string
					Related       []struct{ Posn, Message string }
					Fixes         []struct{ Message string } `json:"suggested_fixes"`
				}
				if err := json.Unmarshal(raw, &diagnostics); err != nil {
					t.Logf("not analysed: %s: %s: %s", pkg, check, raw)
					continue
				}
				for _, d := range diagnostics {
					file, line, column := position(t, dir, d.Posn)
					text := fmt.Sprintf("%s:%d:%d: %s", file, line, column, d.Message)
					for _, rel := range d.Related { // positions in other packages have no columns here
						file, line, _ := position(t, dir, rel.Posn)
						text += fmt.Sprintf("; %s:%d: %s", file, line, rel.Message)
					}
					for _, fix := range d.Fixes {
						text += "; fix: " + fix.Message
					}
					lines = append(lines, text)
				}
			}
		}
	}
	return lines
}

// position splits "file:line:column" and makes the file relative to dir.
func position(t *testing.T, dir, posn string) (file string, line, column int) {
	m := regexp.MustCompile(`^(.*?):(\d+)(?::(\d+))?$`).FindStringSubmatch(posn)
	if m == nil {
		t.Fatalf("no position: %s", posn)
	}
	file = m[1]
	if filepath.IsAbs(file) {
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			t.Fatal(err)
		}
		file = rel
	}
	line, _ = strconv.Atoi(m[2])
	column, _ = strconv.Atoi(cmp.Or(m[3], "0"))
	return filepath.ToSlash(file), line, column
}

// stdoutOf runs a command that may find something, and so fail.
func stdoutOf(t *testing.T, dir, name string, args ...string) []byte {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out
}
