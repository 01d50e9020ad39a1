package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// An editor is a client of the language server, which is the program.
type editor struct {
	t       *testing.T
	rpc     *jrpc2.Client
	process *exec.Cmd
	said    chan message // what the server says by itself
	shown   map[string]shown
	version int
}

type message struct {
	method string
	params json.RawMessage
}

// shown are the diagnostics of a file.
type shown struct {
	URI         string
	Version     int
	Diagnostics []json.RawMessage
}

// lines are the diagnostics in short.
func (s shown) lines(t *testing.T) (lines []string) {
	for _, raw := range s.Diagnostics {
		var d struct {
			Range struct{ Start struct{ Line, Character int } }
			Code  string
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%d:%d %s", d.Range.Start.Line+1, d.Range.Start.Character+1, d.Code))
	}
	return lines
}

type object = map[string]any

// edit starts the server and opens folders, and waits until they are analysed.
func edit(t *testing.T, flags []string, folders ...string) *editor {
	t.Helper()
	tool, err := exec.LookPath("shutdownlint") // the test binary, under the program's name
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool, append([]string{"lsp"}, flags...)...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	e := &editor{t: t, process: cmd, said: make(chan message, 10000), shown: make(map[string]shown)}
	e.rpc = jrpc2.NewClient(channel.LSP(out, in), &jrpc2.ClientOptions{
		OnNotify: func(r *jrpc2.Request) {
			var params json.RawMessage
			if err := r.UnmarshalParams(&params); err != nil {
				t.Error(err)
			}
			e.said <- message{r.Method(), params}
		},
		OnCallback: func(_ context.Context, r *jrpc2.Request) (any, error) {
			e.said <- message{r.Method(), nil}
			return nil, nil
		},
	})
	var open []object
	for _, dir := range folders {
		open = append(open, object{"uri": "file://" + filepath.ToSlash(dir), "name": filepath.Base(dir)})
	}
	e.call("initialize", object{
		"processId": os.Getpid(), "rootUri": nil, "workspaceFolders": open,
		"capabilities": object{"window": object{"workDoneProgress": true}, "workspace": object{"didChangeWatchedFiles": object{"dynamicRegistration": true}}},
	}, nil)
	e.notify("initialized", object{})
	for range folders {
		e.analysed()
	}
	return e
}

func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	r, err := e.rpc.Call(ctx, method, params)
	if err == nil && result != nil {
		err = r.UnmarshalResult(result)
	}
	if err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.rpc.Notify(context.Background(), method, params); err != nil {
		e.t.Fatal(err)
	}
}

// await takes in what the server says until one message satisfies done.
func (e *editor) await(what string, done func(message) bool) {
	e.t.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case m := <-e.said:
			if m.method == "textDocument/publishDiagnostics" {
				var s shown
				if err := json.Unmarshal(m.params, &s); err != nil {
					e.t.Fatal(err)
				}
				e.shown[s.URI] = s
			}
			if done(m) {
				return
			}
		case <-timeout:
			e.t.Fatalf("the server does not say %s; shown are %v", what, e.shown)
		}
	}
}

// analysed waits for the end of an analysis of everything. What is found has been shown when the server answers the next request.
func (e *editor) analysed() {
	e.t.Helper()
	e.await("that it has analysed all", func(m message) bool {
		return m.method == "$/progress" && strings.Contains(string(m.params), `"end"`)
	})
}

// finds waits until a file shows these diagnostics.
func (e *editor) finds(file string, want ...string) {
	e.t.Helper()
	uri := "file://" + filepath.ToSlash(file)
	same := func() bool { s, ok := e.shown[uri]; return ok && slices.Equal(s.lines(e.t), want) }
	if same() {
		return
	}
	e.await(fmt.Sprintf("%q of %s", want, file), func(message) bool { return same() })
}

func (e *editor) open(file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		e.t.Fatal(err)
	}
	e.version = 1
	e.notify("textDocument/didOpen", object{"textDocument": object{"uri": "file://" + file, "languageId": "go", "version": 1, "text": string(text)}})
}

func (e *editor) types(file, text string) {
	e.version++
	e.notify("textDocument/didChange", object{"textDocument": object{"uri": "file://" + file, "version": e.version}, "contentChanges": []object{{"text": text}}})
}

func (e *editor) saves(file, text string) {
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		e.t.Fatal(err)
	}
	e.notify("textDocument/didSave", object{"textDocument": object{"uri": "file://" + file}})
}

// actions returns what can be done about line:column, from 1, by title.
func (e *editor) actions(file string, line, column int) map[string][]textChange {
	at := object{"line": line - 1, "character": column - 1}
	var found []struct {
		Title string
		Edit  struct{ Changes map[string][]textChange }
	}
	e.call("textDocument/codeAction", object{"textDocument": object{"uri": "file://" + file}, "range": object{"start": at, "end": at}, "context": object{"diagnostics": []any{}}}, &found)
	byTitle := make(map[string][]textChange)
	for _, a := range found {
		byTitle[a.Title] = a.Edit.Changes["file://"+file]
	}
	return byTitle
}

type textChange struct {
	Range   struct{ Start, End struct{ Line, Character int } }
	NewText string
}

// applied applies changes to an ASCII text.
func applied(text string, changes []textChange) string {
	offset := func(line, character int) int {
		n := 0
		for range line {
			n += strings.Index(text[n:], "\n") + 1
		}
		return n + character
	}
	for _, c := range slices.Backward(changes) {
		text = text[:offset(c.Range.Start.Line, c.Range.Start.Character)] + c.NewText + text[offset(c.Range.End.Line, c.Range.End.Character):]
	}
	return text
}

// quit ends the server as an editor does.
func (e *editor) quit() {
	e.t.Helper()
	e.call("shutdown", nil, nil)
	e.notify("exit", nil)
	if err := e.process.Wait(); err != nil {
		e.t.Errorf("the server ended with %v", err)
	}
}

const edited = `
-- go.mod --
module example.com/edited

go 1.25
-- a.go --
package edited

import (
	"os"

	"example.com/edited/lib"
)

func size(name string) int64 {
	f, err := os.Open(name) // "𝄞"
	if err != nil {
		return 0
	}
	lib.End(f)
	return 1
}
-- lib/lib.go --
package lib

import "os"

// End ends the use of a file.
func End(f *os.File) { f.Close() }
-- other/other.go --
package other
`

// TestLSP edits a program: what is typed is analysed, with what is built on it, fixes and ignore comments are offered, and explanations.
func TestLSP(t *testing.T) {
	dir := testmod.Write(t, edited)
	a, lib := filepath.Join(dir, "a.go"), filepath.Join(dir, "lib", "lib.go")
	read := func(file string) string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	e := edit(t, nil, dir)
	e.open(a)
	e.open(lib)

	// A function of another package no longer closes the file, though its declaration is the same: typed, not saved.
	closes := read(lib)
	e.types(lib, strings.Replace(closes, "f.Close()", "println(f.Name())", 1))
	e.finds(a, "10:12 file-unclosed")

	// While there is no syntax nothing changes, and when all is as it was, neither is the finding there any more.
	e.types(lib, strings.Replace(closes, "f.Close()", "println(", 1))
	e.types(lib, closes)
	e.finds(a)

	// A declaration changes, and what uses it is analysed with its new type.
	e.types(lib, strings.Replace(closes, "func End(f *os.File) {", "func End(f *os.File, more ...int) { defer println(len(more));", 1))
	e.types(a, strings.Replace(read(a), "lib.End(f)", "lib.End(f, 1)", 1))
	e.types(a, strings.Replace(read(a), "lib.End(f)", "println(lib.End != nil, f.Name())", 1))
	e.finds(a, "10:12 file-unclosed")

	// Explanation, fix, and a comment that needs a reason.
	var hover struct{ Contents struct{ Kind, Value string } }
	e.call("textDocument/hover", object{"textDocument": object{"uri": "file://" + a}, "position": object{"line": 9, "character": 15}}, &hover)
	if !strings.Contains(hover.Contents.Value, "### file-unclosed") || !strings.Contains(hover.Contents.Value, "```") || hover.Contents.Kind != "markdown" {
		t.Errorf("hover: %+v", hover)
	}
	text := strings.Replace(read(a), "lib.End(f)", "println(lib.End != nil, f.Name())", 1)
	actions := e.actions(a, 10, 14)
	const fix, ignore = "Defer f.Close()", "Ignore file-unclosed here, for a reason that you write"
	if len(actions) != 2 || actions[fix] == nil || actions[ignore] == nil {
		t.Fatalf("actions: %v", actions)
	}
	if got := e.actions(a, 3, 1); len(got) > 0 {
		t.Errorf("actions where nothing is found: %v", got)
	}
	ignored := applied(text, actions[ignore])
	e.types(a, ignored)
	e.finds(a, "10:2 ignore-malformed", "11:12 file-unclosed")
	if len(e.actions(a, 10, 14)) > 0 {
		t.Error("a comment is offered for a comment")
	}
	e.types(a, strings.Replace(ignored, "file-unclosed ", "file-unclosed the process ends at once", 1))
	e.finds(a)
	e.types(a, text)
	e.finds(a, "10:12 file-unclosed")
	fixed := applied(text, e.actions(a, 10, 14)[fix])
	if !strings.Contains(fixed, "defer f.Close()") {
		t.Errorf("fixed: %s", fixed)
	}
	e.types(a, fixed)
	e.finds(a)

	// An import that is new, when it is saved; a file that is new; a file that is gone; a configuration.
	more := "package edited\n\nimport \"net/http\"\n\nfunc get() { http.Get(\"x\") }\n"
	e.types(a, more)
	e.saves(a, more)
	e.finds(a, "5:14 body-unclosed")
	added := filepath.Join(dir, "other", "new.go")
	if err := os.WriteFile(added, []byte("package other\n\nimport \"os\"\n\nfunc open() { os.Open(\"𝄞\"); os.Open(\"x\") }\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	watched := func(file string) {
		e.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": "file://" + file, "type": 2}}})
	}
	watched(added)
	e.finds(added, "5:15 file-unclosed", "5:30 file-unclosed")
	configuration := filepath.Join(dir, ".shutdownlint.yaml")
	if err := os.WriteFile(configuration, []byte("disable: [file-unclosed]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	watched(configuration)
	e.finds(added)
	e.finds(a, "5:14 body-unclosed")
	if err := os.Remove(configuration); err != nil {
		t.Fatal(err)
	}
	watched(configuration)
	e.finds(added, "5:15 file-unclosed", "5:30 file-unclosed")
	if err := os.Remove(added); err != nil {
		t.Fatal(err)
	}
	watched(added)
	e.finds(added)

	// What is typed and then thrown away is not there any more.
	e.types(a, "package edited\n")
	e.finds(a)
	e.notify("textDocument/didClose", object{"textDocument": object{"uri": "file://" + a}})
	e.finds(a, "5:14 body-unclosed")
	e.quit()
}

// TestLSPFolders opens several folders, one of which cannot be analysed, and closes one.
func TestLSPFolders(t *testing.T) {
	one, two := testmod.Write(t, edited), testmod.Write(t, edited)
	wrong := "package lib\n\nimport \"os\"\n\nfunc End(f *os.File) { os.Open(\"x\") }\n"
	for _, dir := range []string{one, two} {
		if err := os.WriteFile(filepath.Join(dir, "lib", "lib.go"), []byte(wrong), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	e := edit(t, nil, one, two)
	for _, dir := range []string{one, two} {
		e.finds(filepath.Join(dir, "lib", "lib.go"), "5:24 file-unclosed")
		e.finds(filepath.Join(dir, "a.go"), "10:12 file-unclosed")
	}
	e.notify("workspace/didChangeWorkspaceFolders", object{"event": object{"added": []any{}, "removed": []object{{"uri": "file://" + one}}}})
	e.finds(filepath.Join(one, "a.go"))
	broken := testmod.Write(t, "-- go.mod --\nnonsense\n")
	e.notify("workspace/didChangeWorkspaceFolders", object{"event": object{"added": []object{{"uri": "file://" + broken}}, "removed": []any{}}})
	e.await("why the folder cannot be analysed", func(m message) bool {
		return m.method == "window/logMessage" && strings.Contains(string(m.params), "nonsense")
	})
	e.quit()
}

// TestLSPAgrees compares what an editor shows of whole services with what the program prints.
func TestLSPAgrees(t *testing.T) {
	mods, err := filepath.Glob(filepath.Join("..", "..", "testdata", "services", "*", "go.mod"))
	if err != nil || len(mods) == 0 {
		t.Fatalf("no services: %v", err)
	}
	tool, err := exec.LookPath("shutdownlint")
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, mod := range mods {
		dir, err := filepath.Abs(filepath.Dir(mod))
		if err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	e := edit(t, []string{"-notes"}, dirs...)
	e.call("textDocument/hover", object{"textDocument": object{"uri": "file:///nothing"}, "position": object{"line": 0, "character": 0}}, nil)
	for _, dir := range dirs {
		byFile := make(map[string][]string)
		var report struct {
			Findings []struct {
				File, Category string
				Line, Column   int
			}
		}
		if err := json.Unmarshal(stdoutOf(t, dir, tool, "-notes", "-format", "json", "./..."), &report); err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			file := filepath.Join(dir, filepath.FromSlash(f.File))
			byFile[file] = append(byFile[file], fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Category))
		}
		for file, want := range byFile {
			e.finds(file, want...)
		}
		for uri, s := range e.shown {
			if file, ok := strings.CutPrefix(uri, "file://"+dir+"/"); ok && len(s.Diagnostics) > 0 && byFile[filepath.Join(dir, file)] == nil {
				t.Errorf("only in the editor: %s: %q", file, s.lines(t))
			}
		}
	}
	e.quit()
}

// TestLSPEarly ends the server while it begins to analyse.
func TestLSPEarly(t *testing.T) {
	e := edit(t, nil)
	e.notify("workspace/didChangeWorkspaceFolders", object{"event": object{"added": []object{{"uri": "file://" + testmod.Write(t, edited)}}, "removed": []any{}}})
	e.quit()
}

// TestLSPGone ends the connection without a word.
func TestLSPGone(t *testing.T) {
	e := edit(t, nil, testmod.Write(t, edited))
	if err := e.rpc.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.process.Wait(); err == nil || e.process.ProcessState.ExitCode() != 1 {
		t.Errorf("the server ended with %v, want status 1", err)
	}
}
