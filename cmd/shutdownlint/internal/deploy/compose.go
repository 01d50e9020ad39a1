package deploy

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A service is one of a Compose file.
type service struct {
	key, node yamltree.Node
	image     *image // that it builds, or nil
	argv      []string
	own       bool // argv is its own, and not that of the image
	program   *Program
}

// A built image has the name under which Compose knows it.
type built struct {
	repository string
	program    *Program
}

// readCompose reads a Compose file.
func (t *tree) readCompose(src *text.File) bool {
	roots, errs := yamltree.Parse(src, func(doc []byte) bool { return bytes.Contains(doc, []byte("services")) })
	t.leave(src, errs)
	found := false
	for _, root := range roots {
		services := root.Get("services")
		for _, key := range services.Keys() {
			if s := (&service{key: key, node: services.Get(key.Text())}); s.node.IsMapping() {
				t.services = append(t.services, s)
				found = true
			}
		}
	}
	return found
}

// link finds out which image each service builds, what it runs, and whose program that is.
func (t *tree) link() {
	for _, s := range t.services {
		s.image = t.builtBy(s.node)
		s.argv, s.own = s.words()
		image := s.node.Get("image").Text()
		if s.image == nil {
			s.program = t.ofImage(image)
			if s.own && s.program != nil && t.named(command(s.argv)) == nil && !strings.HasPrefix(s.argv[0], "-") {
				s.program = nil // another program of the image
			}
			continue
		}
		s.program = t.program(s.image, s.argv)
		if r := parseReference(image); s.program != nil && r.name != "" && !strings.Contains(r.name, "$") {
			t.built = append(t.built, built{r.repository, s.program})
		}
		if s.node.Get("init").Text() == "true" {
			t.excused[s.image.stage] = true
		}
	}
}

// builtBy returns the image that a service is built from, or nil.
func (t *tree) builtBy(node yamltree.Node) *image {
	build := node.Get("build")
	if !build.Valid() {
		return nil
	}
	context, name, target := build.Text(), "Dockerfile", ""
	if build.IsMapping() {
		context, target = build.Get("context").Text(), build.Get("target").Text()
		if n := build.Get("dockerfile").Text(); n != "" {
			name = n
		}
		if build.Get("dockerfile_inline").Valid() {
			return nil
		}
	}
	if context == "" {
		context = "."
	}
	file := filepath.Join(filepath.Dir(node.File().Name), filepath.FromSlash(context), filepath.FromSlash(name))
	i := slices.IndexFunc(t.dockerfiles, func(f *dockerfile.File) bool { return f.Name == file })
	if i < 0 {
		return nil
	}
	f := t.dockerfiles[i]
	stage := f.Stages[len(f.Stages)-1]
	if target != "" {
		if stage = f.Stage(target); stage == nil {
			return nil
		}
	}
	return imageOf(f, stage)
}

// words returns what a service runs, and whether it says so itself.
func (s *service) words() (argv []string, own bool) {
	entrypoint, hasEntrypoint := words(s.node.Get("entrypoint"))
	cmd, hasCmd := words(s.node.Get("command"))
	if s.image == nil {
		return slices.Concat(entrypoint, cmd), len(entrypoint)+len(cmd) > 0
	}
	argv, at := s.image.argv()
	switch {
	case hasEntrypoint:
		return slices.Concat(entrypoint, cmd), true
	case !hasCmd:
		return argv, false
	case s.image.entrypoint == nil:
		return cmd, true
	case at.JSON:
		return slices.Concat(at.Exec, cmd), true
	}
	return argv, false // the shell form of ENTRYPOINT takes no arguments
}

// words reads a list of words, or a line that is taken apart as a shell would, but that no shell runs.
func words(n yamltree.Node) ([]string, bool) {
	if list, ok := n.Words(); ok {
		return list, true
	}
	if !n.IsScalar() {
		return nil, false
	}
	var list []string
	for _, c := range shell.Parse(n.Text()).Commands {
		list = append(list, texts(c.Assigns)...)
		list = append(list, texts(c.Words)...)
	}
	return list, len(list) > 0
}

// compose reports what is wrong with a service.
func (t *tree) compose(s *service) {
	src := s.node.File()
	if key, _ := s.node.Entry("command"); s.own && s.node.Get("init").Text() != "true" && (s.image != nil && s.image.buildsGo() || parseReference(s.node.Get("image").Text()).repository == "golang") {
		if entry, _ := s.node.Entry("entrypoint"); entry.Valid() {
			key = entry
		}
		if p := judge(s.argv, s.shell()); p != nil && p.file == "" && key.Valid() {
			// With go run this is a place to develop in; a shell that was written out is as meant as in a Dockerfile.
			t.report(mistake{file: src, at: key.Span(), category: shellForm, program: s.program, message: p.message, remedy: p.remedy, note: p.note || p.run})
		}
	}
	if !s.node.Get("extends").Valid() {
		t.healthcheckCommand(s.image, s.node.Get("healthcheck", "test"), s.program)
	}
	if s.program == nil || s.node.Get("extends").Valid() {
		return
	}
	if signal := s.node.Get("stop_signal"); signal.IsScalar() {
		t.stopsBy(s.program, src, signal.Span(), exactly(signal), signal.Text())
	}
	t.composeGrace(s)
}

func (s *service) shell() shellKind {
	if s.image != nil {
		return s.image.shell
	}
	return shellOf(s.node.Get("image").Text())
}

// exactly returns the span of a scalar that an edit may replace, or an empty one.
func exactly(n yamltree.Node) text.Span {
	if n.Exact() {
		return n.Span()
	}
	return text.Span{}
}

// composeDefault is the time that Docker gives a container by itself.
const composeDefault = 10 * time.Second

// composeGrace compares the grace period of a service.
func (t *tree) composeGrace(s *service) {
	g := grace{Given: Given{Kind: "compose", Name: s.key.Text()}, file: s.node.File(), lasts: composeDefault, whose: "Docker's default", at: s.key.Span(), more: "raise stop_grace_period, or let it end sooner"}
	g.Before, g.After = s.needs(), t.neededBy(s)
	given := s.node.Get("stop_grace_period")
	switch {
	case given.IsScalar():
		d, err := time.ParseDuration(given.Text())
		if err != nil || d < 0 {
			return // a variable
		}
		g.lasts, g.whose, g.at = d, "as stop_grace_period says", given.Span()
		if span := exactly(given); span.End > span.Start {
			g.fix = func(need time.Duration) *finding.Fix {
				return edit(g.file, span, fmt.Sprintf("%ds", seconds(need)), fmt.Sprintf("Give the program %d seconds", seconds(need)))
			}
		}
	case given.Valid() || t.elsewhere(s, "stop_grace_period"):
		return
	default:
		g.fix = t.insertion(s.node, "stop_grace_period: %ds")
	}
	t.compare(s.program, s.argv, g)
}

// needs returns the services that Compose stops after this one: those that it depends on, or shares something with.
func (s *service) needs() []string {
	depends := s.node.Get("depends_on")
	names, _ := depends.Words()
	for _, key := range depends.Keys() {
		names = append(names, key.Text())
	}
	for _, key := range []string{"links", "volumes_from"} {
		list, _ := s.node.Get(key).Words()
		for _, word := range list {
			if name, _, _ := strings.Cut(word, ":"); name != "container" {
				names = append(names, name)
			}
		}
	}
	for _, key := range []string{"network_mode", "ipc", "pid"} {
		if name, ok := strings.CutPrefix(s.node.Get(key).Text(), "service:"); ok {
			names = append(names, name)
		}
	}
	var once []string
	for _, name := range names {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}

// neededBy returns the services that Compose stops before this one: those that depend on it.
func (t *tree) neededBy(s *service) []string {
	var names []string
	for _, other := range t.services {
		name := other.key.Text()
		if filepath.Dir(other.node.File().Name) == filepath.Dir(s.node.File().Name) && slices.Contains(other.needs(), s.key.Text()) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// elsewhere reports whether another Compose file of the directory sets a key of the same service.
func (t *tree) elsewhere(s *service, key string) bool {
	dir := filepath.Dir(s.node.File().Name)
	return slices.ContainsFunc(t.services, func(other *service) bool {
		return other != s && other.key.Text() == s.key.Text() && filepath.Dir(other.node.File().Name) == dir && other.node.Get(key).Valid()
	})
}

// insertion makes a fix that adds a line with a number of seconds to a mapping.
func (t *tree) insertion(n yamltree.Node, format string) func(time.Duration) *finding.Fix {
	at, indent, ok := n.Insertion()
	if !ok {
		return nil
	}
	return func(need time.Duration) *finding.Fix {
		span, line := newLine(n.File(), at, indent, fmt.Sprintf(format, seconds(need)))
		return edit(n.File(), span, line, fmt.Sprintf("Give the program %d seconds", seconds(need)))
	}
}

// newLine is an edit that puts a line in front of one that is indented. It replaces the indentation, so that two that would set the
// same key do not go together.
func newLine(f *text.File, at int, indent, content string) (text.Span, string) {
	return text.Span{Start: at, End: at + len(indent)}, indent + content + f.Newline() + indent
}

// imageStopsBy compares STOPSIGNAL of an image with its program.
func (t *tree) imageStopsBy(im *image, p *Program) {
	argv, _ := im.argv()
	if len(argv) > 0 && slices.ContainsFunc(argv, func(word string) bool { return slices.Contains(inits, filepath.Base(word)) }) {
		return // it may pass on another signal than it gets
	}
	var last *dockerfile.Instruction
	for _, i := range im.stage.Chain() {
		if i.Name == "STOPSIGNAL" {
			last = i
		}
	}
	if last != nil {
		value := text.Span{}
		if last.Plain {
			value = last.At
		}
		t.stopsBy(p, im.file.File, last.Span, value, last.Args)
	}
}
