package deploy

import (
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
)

// A Program is a main package of the tree.
type Program struct {
	Path       string // of the package
	Dir        string
	ModulePath string
	ModuleDir  string
	Unasked    bool            // nobody asked for it, and nothing more is known of it
	Needs      []*driver.Needs // of the package first, and of those of its module below it
	Complete   bool            // all of these were analysed
	Drains     []Drain         // on its way down, if all of that is known
}

// A Drain is where a program lets a server finish its requests: from then on it accepts no connection.
type Drain struct {
	Name   string // the call, as the source has it
	At     token.Position
	AtOnce bool // nothing is in front of it but the signal
}

// closesAtOnce returns where a program closes its listeners as soon as it gets SIGTERM, if that is so for all of them.
func (p *Program) closesAtOnce() (Drain, bool) {
	if p == nil || len(p.Drains) == 0 || slices.ContainsFunc(p.Drains, func(d Drain) bool { return !d.AtOnce }) {
		return Drain{}, false
	}
	for i, n := range p.Needs {
		for _, w := range n.WaysOut {
			if (i == 0 || p.uses(w.Doors)) && slices.ContainsFunc(w.Steps, func(s driver.Step) bool { return s.What == "a delay" }) {
				return Drain{}, false
			}
		}
	}
	return p.Drains[0], true
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// nameOf returns the name that go build gives to the program of a package, and by which a module is known.
func nameOf(importPath string) string {
	dir, name := path.Split(importPath)
	if majorVersion.MatchString(name) && dir != "" {
		return path.Base(dir)
	}
	return name
}

// named returns the one program that a file of that name holds, or nil.
func (t *tree) named(name string) *Program {
	name = strings.TrimSuffix(name, ".exe")
	var found *Program
	for i := range t.config.Programs {
		p := &t.config.Programs[i]
		if nameOf(p.Path) != name && (len(t.config.Programs) > 1 || nameOf(p.ModulePath) != name) {
			continue
		}
		if found != nil {
			return nil
		}
		found = p
	}
	return found
}

// ofImage returns the one program that an image is called after, or that Compose builds it from, or nil.
func (t *tree) ofImage(image string) *Program {
	if pkg, ok := strings.CutPrefix(image, "ko://"); ok { // ko builds the package
		if i := slices.IndexFunc(t.config.Programs, func(p Program) bool { return p.Path == pkg }); i >= 0 {
			return &t.config.Programs[i]
		}
		return nil
	}
	r := parseReference(image)
	if strings.Contains(r.name, "$") || r.name == "" {
		return nil
	}
	for _, b := range t.built {
		if b.repository == r.repository {
			return b.program
		}
	}
	return t.named(r.name)
}

// command returns the name of the file that argv runs: behind inits, behind what becomes another command, and at the end of
// what a shell is given. It is "" if that cannot be told.
func command(argv []string) string {
	for len(argv) > 0 {
		name := path.Base(argv[0])
		rest := argv[1:]
		switch {
		case slices.Contains(inits, name):
			for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
				rest = rest[1:]
			}
			argv = rest
			continue
		case name == "busybox" && len(rest) > 0:
			argv = rest
			continue
		}
		if _, ok := shells[name]; ok {
			script, file := shellArguments(rest)
			if script == "" {
				return path.Base(file)
			}
			return lastCommand(shell.Parse(script))
		}
		inner, ok := unwrap(argv)
		if !ok {
			return ""
		}
		if len(inner) == len(argv) {
			return name
		}
		argv = inner
	}
	return ""
}

// lastCommand returns the name of the file that a script ends in: of the first one in a pipeline.
func lastCommand(s *shell.Script) string {
	if s.Last() == nil {
		return ""
	}
	i := len(s.Commands) - 1
	for i > 0 && (s.Commands[i-1].After == "|" || s.Commands[i-1].After == "||") {
		i--
	}
	words := texts(s.Commands[i].Words)
	if len(words) > 0 && words[0] == "exec" {
		words = words[1:]
	}
	words, ok := unwrap(words)
	if !ok {
		return ""
	}
	return path.Base(words[0])
}

// program returns the program of an image that runs argv, or nil if that is not clear.
func (t *tree) program(im *image, argv []string) *Program {
	name := command(argv)
	if name == "" || name == "." || name == "/" {
		return nil
	}
	if src := t.script(im, argv[0]); src != nil {
		if name = lastCommand(shell.Parse(string(src.Content))); name == "" || strings.Contains(name, "$") {
			return nil
		}
	}
	names := im.aliases(name)
	builds := goBuilds(im.file)
	var found *Program
	for _, b := range builds {
		p := t.programOf(im, b)
		out := b.out
		if out == "" && p != nil {
			out = nameOf(p.Path)
			if b.file {
				out = strings.TrimSuffix(path.Base(b.pkg), ".go")
			}
		}
		if !slices.Contains(names, out) && !(strings.Contains(b.out, "$") && len(builds) == 1) {
			continue
		}
		if p == nil || found != nil && found != p {
			return nil
		}
		found = p
	}
	if found != nil || len(builds) > 0 && !im.copiesBinary(name) {
		return found
	}
	return t.named(name)
}

// aliases returns the names that the file called name had before COPY gave it that one.
func (im *image) aliases(name string) []string {
	all := []string{name}
	for _, i := range im.stage.Chain() {
		words := strings.Fields(i.Args)
		if i.Name == "COPY" && len(words) == 2 && path.Base(words[1]) == name {
			all = append(all, path.Base(words[0]))
		}
	}
	return all
}

// copiesBinary reports whether the file called name comes from the build's context.
func (im *image) copiesBinary(name string) bool {
	for _, i := range im.stage.Chain() {
		if i.Name != "COPY" || i.Flag("from") != "" {
			continue
		}
		for _, word := range strings.Fields(i.Args) {
			if path.Base(word) == name {
				return true
			}
		}
	}
	return false
}

// A build is what go build, or go install, makes in a Dockerfile.
type build struct {
	out  string // the name of the file, or ""
	pkg  string
	file bool // pkg is a .go file
}

// valued are the flags of go build whose value may be the next word.
var valued = []string{"-ldflags", "-tags", "-gcflags", "-asmflags", "-mod", "-p", "-buildmode", "-modfile", "-overlay", "-pgo", "-installsuffix", "-compiler", "-C", "-covermode", "-coverpkg", "-pkgdir", "-toolexec"}

// goBuilds returns what the stages of a Dockerfile build.
func goBuilds(f *dockerfile.File) []build {
	var found []build
	for _, s := range f.Stages {
		for _, i := range s.Instructions {
			if i.Name != "RUN" {
				continue
			}
			scripts := []*shell.Script{shell.Parse(i.Args)}
			if i.JSON {
				scripts = nil
			}
			for _, doc := range i.Docs {
				scripts = append(scripts, shell.Parse(doc))
			}
			for _, script := range scripts {
				for _, c := range script.Commands {
					words := texts(c.Words)
					if len(words) > 1 && words[0] == "env" {
						words, _ = unwrap(words)
					}
					if len(words) > 1 && path.Base(words[0]) == "go" && (words[1] == "build" || words[1] == "install") {
						found = append(found, parseBuild(words[2:])...)
					}
				}
			}
		}
	}
	return found
}

func parseBuild(args []string) []build {
	out := ""
	var pkgs []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		flag, value, given := strings.Cut(strings.Replace(arg, "--", "-", 1), "=")
		switch {
		case flag == "-o" && given:
			out = value
		case flag == "-o" && i+1 < len(args):
			i++
			out = args[i]
		case strings.HasPrefix(arg, "-"):
			if slices.Contains(valued, flag) && !given {
				i++
			}
		default:
			pkgs = append(pkgs, arg)
		}
	}
	if len(pkgs) == 0 {
		pkgs = []string{"."}
	}
	if strings.HasSuffix(out, "/") || out == "." {
		out = ""
	}
	if out != "" {
		out = path.Base(out)
	}
	var all []build
	for _, pkg := range pkgs {
		all = append(all, build{out, pkg, strings.HasSuffix(pkg, ".go")})
	}
	return all
}

// programOf returns the program that is built, or nil.
func (t *tree) programOf(im *image, b build) *Program {
	dir := path.Clean(b.pkg)
	if b.file {
		dir = path.Dir(dir)
	}
	if dir == "." || strings.Contains(dir, "...") {
		if len(t.config.Programs) == 1 {
			return &t.config.Programs[0]
		}
		if dir == "." {
			return t.inDir(filepath.Dir(im.file.Name))
		}
		return nil
	}
	for i := range t.config.Programs {
		if p := &t.config.Programs[i]; p.Path == dir {
			return p
		}
	}
	for _, context := range t.contexts(im.file.Name) {
		if p := t.inDir(filepath.Join(context, filepath.FromSlash(dir))); p != nil && !path.IsAbs(dir) {
			return p
		}
	}
	return nil
}

func (t *tree) inDir(dir string) *Program {
	for i := range t.config.Programs {
		if p := &t.config.Programs[i]; p.Dir == dir {
			return p
		}
	}
	return nil
}
