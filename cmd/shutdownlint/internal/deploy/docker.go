package deploy

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

const shellForm = "pid1-shell-form"

// An image is what a stage of a Dockerfile makes, as far as it matters for its first process.
type image struct {
	file       *dockerfile.File
	stage      *dockerfile.Stage
	entrypoint *dockerfile.Instruction // nil if the base image decides
	cmd        *dockerfile.Instruction
	form       []string  // the shell of the shell form, as SHELL says
	shell      shellKind // what is behind sh
	workdir    string
}

// imageOf follows the instructions of a stage.
func imageOf(f *dockerfile.File, s *dockerfile.Stage) *image {
	im := &image{file: f, stage: s, form: []string{"/bin/sh", "-c"}, shell: shellOf(s.Root().Base), workdir: "/"}
	own := make(map[*dockerfile.Instruction]bool)
	for _, i := range s.Instructions {
		own[i] = true
	}
	for _, i := range s.Chain() {
		switch i.Name {
		case "ENTRYPOINT":
			im.entrypoint = i
			if im.cmd != nil && own[i] && !own[im.cmd] {
				im.cmd = nil // a new ENTRYPOINT resets the CMD of what it is built on
			}
		case "CMD":
			im.cmd = i
		case "SHELL":
			if len(i.Exec) > 0 {
				im.form = i.Exec
			}
		case "WORKDIR":
			im.workdir = join(im.workdir, i.Args)
		}
	}
	return im
}

// join is what WORKDIR does, and COPY with a relative destination.
func join(dir, p string) string {
	p = strings.Trim(p, `"'`)
	if path.IsAbs(p) {
		return path.Clean(p)
	}
	return path.Join(dir, p)
}

// argv returns what the image runs, and the instruction that says so. It is nil if the base image decides.
func (im *image) argv() ([]string, *dockerfile.Instruction) {
	words := func(i *dockerfile.Instruction) []string {
		if i.JSON {
			return i.Exec
		}
		return append(im.form[:len(im.form):len(im.form)], i.Args)
	}
	switch {
	case im.entrypoint != nil && im.cmd != nil && im.entrypoint.JSON:
		return append(words(im.entrypoint), words(im.cmd)...), im.entrypoint
	case im.entrypoint != nil:
		return words(im.entrypoint), im.entrypoint
	case im.cmd != nil:
		return words(im.cmd), im.cmd
	}
	return nil, nil
}

// buildsGo reports whether a Dockerfile has to do with Go, or may have.
func (im *image) buildsGo() bool {
	if !forAnother(im.stage.Root().Base) {
		return true
	}
	for _, s := range im.file.Stages {
		if parseReference(s.Base).name == "golang" {
			return true
		}
	}
	return false
}

// processes reports what keeps SIGTERM from the programs of a Dockerfile.
func (t *tree) processes(f *dockerfile.File) {
	for _, s := range f.Targets() {
		im := imageOf(f, s)
		argv, at := im.argv()
		if len(argv) == 0 {
			continue
		}
		program := t.program(im, argv)
		if p := program; p != nil {
			t.imageStopsBy(im, p)
			t.imageHealthcheck(im, p)
			t.give(p, f.File, at.Span, Given{Kind: "image", Name: s.Name})
		}
		if t.excused[s] || !im.buildsGo() || strings.HasPrefix(at.Args, "[") && !at.JSON {
			continue // a list that is no JSON does not even start
		}
		p := judge(argv, im.shell)
		if p == nil {
			continue
		}
		if p.file != "" {
			t.scriptOf(im, p.file, at, program)
			continue
		}
		if im.cmd != nil && at == im.entrypoint && im.entrypoint.JSON && !strings.Contains(im.entrypoint.Args, lastWord(p)) {
			at = im.cmd // ENTRYPOINT ["/bin/sh", "-c"] with the command in CMD
		}
		m := mistake{file: f.File, at: at.Span, category: shellForm, program: program, message: p.message, remedy: p.remedy, note: p.note}
		if development(f, s) {
			m.note = true
		}
		m.fix = im.exec(at, p)
		t.report(m)
	}
}

func lastWord(p *problem) string {
	if p.last == nil {
		return ""
	}
	return p.last.Name()
}

// development reports whether a stage is meant for work at a desk, or only to build something, by what it is called.
func development(f *dockerfile.File, s *dockerfile.Stage) bool {
	base := filepath.Base(f.Name)
	return names(base+" "+filepath.Base(filepath.Dir(f.Name))+" "+s.Name, "dev", "devel", "develop", "development", "debug", "local", "test", "tests", "testing") ||
		names(base, "build", "builder", "ci")
}

// names reports whether one of the words stands in a name.
func names(name string, words ...string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" ._-", r) }), func(field string) bool {
		return slices.Contains(words, field)
	})
}

// exec makes the program the first process: by the JSON form where the words are plain, or by exec.
func (im *image) exec(at *dockerfile.Instruction, p *problem) *finding.Fix {
	if p.last == nil || len(p.last.Assigns) > 0 {
		return nil
	}
	takesArguments := at == im.entrypoint && im.cmd != nil // which the JSON form would begin to pass on
	if len(p.script.Commands) == 1 && p.last.Plain() && at.Plain && !takesArguments && (at == im.cmd || !at.JSON) && (im.entrypoint == nil || at == im.entrypoint) {
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(texts(p.last.Words)); err != nil {
			return nil
		}
		list := strings.ReplaceAll(strings.TrimSpace(b.String()), `","`, `", "`)
		return edit(im.file.File, at.At, list, "Use the exec form")
	}
	if at.JSON {
		return nil
	}
	offset := at.Offset(p.last.Words[0].Start)
	return edit(im.file.File, text.Span{Start: offset, End: offset}, "exec ", "Let the program take the place of the shell")
}

// scriptOf judges the file that an image runs, if it is a script of the tree.
func (t *tree) scriptOf(im *image, file string, at *dockerfile.Instruction, program *Program) {
	src := t.script(im, file)
	if src == nil {
		return
	}
	content := string(src.Content)
	p := judgeFile(shell.Parse(content), content)
	if p == nil {
		return
	}
	cmd := p.last
	if cmd == nil {
		cmd = p.script.Last()
	}
	m := mistake{
		file: src, category: shellForm, message: p.message, remedy: p.remedy, program: program,
		at:      text.Span{Start: cmd.Words[0].Start, End: cmd.Words[len(cmd.Words)-1].End},
		note:    im.entrypoint == nil && im.shell == unknownShell || development(im.file, im.stage), // the image may bring an init
		related: []finding.Related{related(im.file.File, at.Span, "the container runs the script")},
	}
	if p.last != nil && len(p.last.Assigns) == 0 {
		m.fix = edit(src, text.Span{Start: m.at.Start, End: m.at.Start}, "exec ", "Let the program take the place of the script")
	}
	t.report(m)
}

// script returns the shell script that stands at file in the image, or nil if it is not in the tree or is none.
func (t *tree) script(im *image, file string) *text.File {
	inside := join(im.workdir, file)
	for _, dir := range t.contexts(im.file.Name) {
		for _, candidate := range im.sources(dir, inside, file) {
			if f := t.shellScript(candidate); f != nil {
				return f
			}
		}
	}
	return nil
}

// contexts returns the directories that may be the build's context: that of the Dockerfile, and those above it in the tree.
func (t *tree) contexts(name string) []string {
	var dirs []string
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		dirs = append(dirs, dir)
		for _, root := range t.roots {
			if root.Dir == dir {
				return dirs
			}
		}
		if dir == filepath.Dir(dir) {
			return dirs[:1]
		}
	}
}

// sources returns the files of the context that COPY and ADD may have put at the path inside.
func (im *image) sources(context, inside, file string) []string {
	var found []string
	workdir := "/"
	for _, i := range im.stage.Chain() {
		if i.Name == "WORKDIR" {
			workdir = join(workdir, i.Args)
		}
		if i.Name != "COPY" && i.Name != "ADD" || i.Flag("from") != "" {
			continue
		}
		words := i.Exec
		if !i.JSON {
			words = strings.Fields(i.Args)
		}
		if len(words) < 2 {
			continue
		}
		last := words[len(words)-1]
		to := join(workdir, last)
		for _, from := range words[:len(words)-1] {
			from = strings.Trim(from, `"'`)
			if to == inside {
				found = append(found, from) // a file that got a name, or a directory that is none
			}
			if path.Join(to, path.Base(from)) == inside {
				found = append(found, from)
			}
			if rest, ok := strings.CutPrefix(inside, strings.TrimSuffix(to, "/")+"/"); ok {
				found = append(found, path.Join(from, rest)) // the directory's content
			}
		}
	}
	if !path.IsAbs(file) {
		found = append(found, file) // where the source lay when it was built
	} else if len(found) == 0 && im.copiesAll() {
		found = append(found, path.Base(file))
	}
	for i, name := range found {
		found[i] = filepath.Join(context, filepath.FromSlash(path.Clean("/"+name)))
	}
	return found
}

// copiesAll reports whether the whole context gets into some stage.
func (im *image) copiesAll() bool {
	for _, s := range im.file.Stages {
		for _, i := range s.Instructions {
			if i.Name == "COPY" && strings.HasPrefix(i.Args, ". ") && i.Flag("from") == "" {
				return true
			}
		}
	}
	return false
}

// shellScript opens path if it is a shell script.
func (t *tree) shellScript(path string) *text.File {
	if f, ok := t.scripts[path]; ok {
		return f
	}
	t.scripts[path] = nil
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
		return nil
	}
	f := t.open(path)
	if f == nil {
		return nil
	}
	first := f.Text(f.Line(1))
	if interpreter, ok := strings.CutPrefix(first, "#!"); ok {
		words := strings.Fields(interpreter)
		for len(words) > 0 && (filepath.Base(words[0]) == "env" || strings.HasPrefix(words[0], "-")) {
			words = words[1:]
		}
		if len(words) == 0 {
			return nil
		}
		if kind, ok := shells[filepath.Base(words[0])]; !ok || kind == foreignShell {
			return nil
		}
	} else if !strings.HasSuffix(path, ".sh") {
		return nil
	}
	t.scripts[path] = f
	t.took(f, manifestKind)
	return f
}
