package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// A place runs commands of files by which others start the program, in a module with one mistake.
type place struct {
	dir string
	sh  string
	env []string // in which the program is found
}

const onePlace = `
-- go.mod --
module example.com/m

go 1.25
-- .shutdownlint.yaml --
notes: true
-- m.go --
package m

import "os"

func size() int64 {
	f, err := os.Open("x")
	if err != nil {
		return 0
	}
	info, _ := f.Stat()
	return info.Size()
}
`

func newPlace(t *testing.T) place {
	sh, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("DID NOT RUN: there is no bash")
	}
	program, err := os.Executable() // which is the program if that is the name of its file
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if os.Link(program, filepath.Join(bin, "shutdownlint")) != nil { // another disk
		text, err := os.ReadFile(program)
		if err == nil {
			err = os.WriteFile(filepath.Join(bin, "shutdownlint"), text, 0o777)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	env := append(os.Environ(), goEnv(t)...)
	return place{testmod.Write(t, onePlace), sh, append(env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "XDG_CACHE_HOME="+t.TempDir())}
}

func (p place) run(t *testing.T, script string, env ...string) (stdout string, status int) {
	t.Helper()
	cmd := exec.Command(p.sh, "-e", "-c", script)
	cmd.Dir = p.dir
	cmd.Env = slices.Concat(p.env, env)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// breakIt makes the module one that cannot be analysed.
func (p place) breakIt(t *testing.T) {
	if err := os.WriteFile(filepath.Join(p.dir, "broken.go"), []byte("package m\n\nfunc broken( {\n"), 0o666); err != nil {
		t.Fatal(err)
	}
}

// read reads a file of this repository as YAML, documents that stand before the last one left out.
func (p place) read(t *testing.T, into any, name ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, name...)...))
	if err != nil {
		t.Fatal(err)
	}
	docs := strings.Split(string(text), "\n---\n")
	if err := yaml.Unmarshal([]byte(docs[len(docs)-1]), into); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// results returns how many results a SARIF log has.
func results(t *testing.T, text string) int {
	t.Helper()
	var log struct {
		Runs []struct{ Results []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil || len(log.Runs) != 1 {
		t.Fatalf("%v in %s", err, text)
	}
	return len(log.Runs[0].Results)
}

func TestAction(t *testing.T) {
	p := newPlace(t)
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct {
			Steps []struct {
				Name, Run, Shell string
				Env              map[string]string
			}
		}
	}
	text := p.read(t, &action, "action.yml")
	for _, m := range regexp.MustCompile(`\$\{\{ inputs\.(\S+) }}`).FindAllStringSubmatch(text, -1) {
		if _, ok := action.Inputs[m[1]]; !ok {
			t.Errorf("there is no input %s", m[1])
		}
	}
	last := action.Runs.Steps[len(action.Runs.Steps)-1]
	run := func(inputs ...string) (string, int) {
		t.Helper()
		var env []string
		for name, value := range last.Env {
			input := strings.TrimSuffix(strings.TrimPrefix(value, "${{ inputs."), " }}")
			value = action.Inputs[input].Default
			for _, given := range inputs {
				if v, ok := strings.CutPrefix(given, input+"="); ok {
					value = v
				}
			}
			env = append(env, name+"="+value)
		}
		return p.run(t, last.Run, env...)
	}
	if out, status := run(); status != 1 || !strings.Contains(out, "::error file=m.go,line=6,") {
		t.Errorf("status %d\n%s", status, out)
	}
	if out, status := run("flags=-q -disable=file-unclosed", "packages=. ./..."); status != 0 || out != "" {
		t.Errorf("switched off: status %d\n%s", status, out)
	}
	if out, status := run("format=sarif", "file=out.sarif"); status != 0 || out != "" {
		t.Errorf("with a file: status %d\n%s", status, out)
	}
	if sarif, err := os.ReadFile(filepath.Join(p.dir, "out.sarif")); err != nil || results(t, string(sarif)) != 1 {
		t.Errorf("%v\n%s", err, sarif)
	}
	p.breakIt(t)
	for _, file := range []string{"", "out.sarif"} {
		if out, status := run("format=sarif", "file="+file); status == 0 {
			t.Errorf("broken, with the file %q: status 0\n%s", file, out)
		}
	}
}

func TestGitLabComponent(t *testing.T) {
	p := newPlace(t)
	var job struct {
		Shutdownlint struct {
			Script    []string
			Artifacts struct {
				Reports struct{ Codequality string }
			}
		}
	}
	text := p.read(t, &job, "templates", "shutdownlint.yml")
	head, _, _ := strings.Cut(text, "\n---\n")
	var spec struct {
		Spec struct {
			Inputs map[string]struct{ Default string }
		}
	}
	if err := yaml.Unmarshal([]byte(head), &spec); err != nil {
		t.Fatal(err)
	}
	lines := job.Shutdownlint.Script
	if !strings.HasPrefix(lines[0], "go install ") {
		t.Errorf("the script begins with %q", lines[0])
	}
	script := regexp.MustCompile(`\$\[\[ inputs\.(\S+) ]]`).ReplaceAllStringFunc(strings.Join(lines[1:], "\n"), func(s string) string {
		name := strings.Fields(s)[1]
		input, ok := spec.Spec.Inputs[strings.TrimPrefix(name, "inputs.")]
		if !ok {
			t.Errorf("there is no input %s", name)
		}
		return input.Default
	})
	if out, status := p.run(t, script); status != 0 || out != "" {
		t.Errorf("status %d\n%s", status, out)
	}
	var found []struct{ Description string }
	report, err := os.ReadFile(filepath.Join(p.dir, job.Shutdownlint.Artifacts.Reports.Codequality))
	if err == nil {
		err = json.Unmarshal(report, &found)
	}
	if err != nil || len(found) != 1 {
		t.Errorf("%v\n%s", err, report)
	}
	p.breakIt(t)
	if _, status := p.run(t, script); status == 0 {
		t.Error("broken: status 0")
	}
}

func TestTrunkPlugin(t *testing.T) {
	p := newPlace(t)
	var plugin struct {
		Lint struct {
			Definitions []struct {
				Commands []struct {
					Run          string
					Output       string
					SuccessCodes []int `yaml:"success_codes"`
				}
			}
		}
	}
	p.read(t, &plugin, "plugin.yaml")
	command := plugin.Lint.Definitions[0].Commands[0]
	out, status := p.run(t, command.Run)
	if command.Output != "sarif" || results(t, out) != 1 || status != command.SuccessCodes[1] {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestMegaLinterDescriptor(t *testing.T) {
	p := newPlace(t)
	var descriptor struct {
		Linters []struct {
			Name   string   `yaml:"linter_name"`
			File   string   `yaml:"config_file_name"`
			Config string   `yaml:"cli_config_arg_name"`
			Before []string `yaml:"cli_lint_extra_args"`
			After  []string `yaml:"cli_lint_extra_args_after"`
			Sarif  []string `yaml:"cli_sarif_args"`
			Fix    string   `yaml:"cli_lint_fix_arg_name"`
			Mode   string   `yaml:"cli_lint_mode"`
		}
	}
	p.read(t, &descriptor, "ci", "mega-linter-plugin-shutdownlint", "shutdownlint.megalinter-descriptor.yml")
	d := descriptor.Linters[0]
	words := append([]string{d.Name}, d.Before...)
	sarif := append(append(append(words[:len(words):len(words)], d.Sarif...), d.Config, d.File), d.After...)
	if out, status := p.run(t, strings.Join(sarif, " ")); d.Mode != "project" || status != 1 || results(t, out) != 1 {
		t.Errorf("status %d\n%s", status, out)
	}
	fix := append(append(words[:len(words):len(words)], d.Fix, d.Config, d.File), d.After...)
	if out, status := p.run(t, strings.Join(fix, " ")); status != 0 {
		t.Errorf("with %s: status %d\n%s", d.Fix, status, out)
	}
}
