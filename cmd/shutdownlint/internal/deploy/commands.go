package deploy

import (
	"encoding/json"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

const preStopCommand = "prestop-command"

// searched is where a command is looked for that is named without a directory, unless an image says otherwise.
var searched = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// tools are commands that images for everybody bring, and those without a system do not.
var tools = []string{"sh", "bash", "ash", "dash", "busybox", "sleep", "kill", "killall", "pkill", "pgrep", "cat", "echo", "test", "[", "ls", "grep", "curl", "wget", "nc", "ncat",
	"netcat", "true", "env", "touch", "rm", "stat", "find", "ps", "pidof", "date", "awk", "sed", "timeout", "nslookup", "dig", "printf"}

// bare are images of others without any of these.
var bare = []string{"distroless/static", "distroless/base", "distroless/cc", "chainguard/static"}

// commandIn reports a command that an image is to run and does not hold: it stands at the key of what.
func (t *tree) commandIn(images []*image, argv []string, m mistake, fails string) {
	if len(argv) == 0 || len(images) == 0 {
		return
	}
	for _, im := range images {
		if !im.lacks(argv[0]) {
			return
		}
	}
	im := images[0]
	m.category = preStopCommand
	m.message = "the image has no " + show(argv[0]) + ": " + fails
	if from := im.stage.Root().From; from != nil {
		m.related = append(m.related, related(im.file.File, from.Span, "it is built on "+im.stage.Root().Base+", and nothing puts "+show(path.Base(argv[0]))+" there"))
	}
	t.report(m)
}

// lacks reports whether it is certain that an image does not hold the file that a command names.
func (im *image) lacks(command string) bool {
	base := parseReference(im.stage.Root().Base)
	name := path.Base(command)
	switch {
	case command == "" || strings.ContainsAny(command, "$*?"):
		return false
	case base.repository == "scratch":
	case slices.ContainsFunc(bare, func(repository string) bool {
		at := strings.Index(base.repository, repository)
		return at >= 0 && !strings.Contains(base.repository[at+len(repository):], "/")
	}) && !strings.Contains(base.tag, "debug") && !strings.Contains(base.tag, "dev") && !strings.Contains(base.tag, "$") && slices.Contains(tools, name):
	default:
		return false
	}
	places := []string{join(im.workdir, command)}
	if !strings.Contains(command, "/") {
		places = nil
		for _, dir := range searched {
			places = append(places, path.Join(dir, name))
		}
	}
	workdir := "/"
	for _, i := range im.stage.Chain() {
		switch i.Name {
		case "WORKDIR":
			workdir = join(workdir, i.Args)
		case "RUN":
			return false // which may make anything
		case "ENV":
			if strings.Contains(i.Args, "PATH") && !strings.Contains(command, "/") {
				return false
			}
		case "COPY", "ADD":
			if im.brings(i, workdir, places) {
				return false
			}
		}
	}
	return true
}

// brings reports whether COPY or ADD may put something at one of the places.
func (im *image) brings(i *dockerfile.Instruction, workdir string, places []string) bool {
	words := i.Exec
	if !i.JSON {
		words = strings.Fields(i.Args)
	}
	if len(words) < 2 || strings.Contains(i.Args, "$") {
		return true
	}
	to := join(workdir, words[len(words)-1])
	for _, at := range places {
		if to == at {
			return true
		}
		for _, from := range words[:len(words)-1] {
			from = strings.Trim(from, `"'`)
			if path.Join(to, path.Base(from)) == at {
				return true
			}
			below := to == "/" || strings.HasPrefix(at, to+"/")
			if below && !im.isFile(from) {
				return true // a directory, which may hold it
			}
		}
	}
	return false
}

// isFile reports whether what COPY copies is known to be one file: what go build made, what the image runs, or what is called like a
// file.
func (im *image) isFile(from string) bool {
	name := path.Base(from)
	if strings.HasSuffix(from, "/") || strings.ContainsAny(from, "*?[") || name == "." || name == "/" {
		return false
	}
	argv, _ := im.argv()
	if len(argv) > 0 && path.Base(argv[0]) == name || strings.Contains(strings.TrimPrefix(name, "."), ".") && !strings.HasSuffix(name, ".d") {
		return true
	}
	return slices.ContainsFunc(goBuilds(im.file), func(b build) bool {
		return b.out == name || b.out == "" && path.Base(b.pkg) == name
	})
}

// imagesOf returns the images of the tree that run a program, in the way that they are deployed.
func (t *tree) imagesOf(p *Program) []*image {
	if found, ok := t.images[p]; ok {
		return found
	}
	found := []*image{}
	for _, f := range t.dockerfiles {
		for _, s := range f.Targets() {
			im := imageOf(f, s)
			argv, _ := im.argv()
			if len(argv) > 0 && !development(f, s) && p != nil && t.program(im, argv) == p {
				found = append(found, im)
			}
		}
	}
	t.images[p] = found
	return found
}

const askByHTTP = "ask by httpGet or grpc, or copy it into the image"

// kubeCommands reports what the hooks and probes of a container run that its image does not hold.
func (t *tree) kubeCommands(c yamltree.Node, program *Program) {
	if program == nil || len(c.Get("volumeMounts").Items()) > 0 && mountsCommands(c) {
		return
	}
	for _, hook := range []struct {
		path  []string
		fails string
		then  string // what to do
	}{
		{[]string{"lifecycle", "preStop"}, "the hook fails at once (FailedPreStopHook), and SIGTERM comes without the pause", "use the sleep action, or copy it into the image"},
		{[]string{"lifecycle", "postStart"}, "the hook fails, and the container is killed", "copy it into the image"},
		{[]string{"livenessProbe"}, "the probe fails each time, and the container is killed for it", askByHTTP},
		{[]string{"readinessProbe"}, "the probe fails each time, and the container is sent no requests", askByHTTP},
		{[]string{"startupProbe"}, "the probe fails each time, and the container is killed for it", askByHTTP},
	} {
		n := c.Get(hook.path...)
		argv, _ := n.Get("exec", "command").Words()
		if len(argv) == 0 {
			continue
		}
		key, _ := n.Entry("exec")
		m := mistake{file: c.File(), at: key.Span(), program: program, remedy: hook.then}
		if hook.path[len(hook.path)-1] == "preStop" {
			m.fix = sleepAction(c, n)
		}
		t.commandIn(t.imagesOf(program), argv, m, hook.fails)
	}
}

// hookFails reports whether the preStop hook of a container runs a command that its image does not hold.
func (t *tree) hookFails(c yamltree.Node, program *Program) bool {
	argv, _ := c.Get("lifecycle", "preStop", "exec", "command").Words()
	images := t.imagesOf(program)
	return len(argv) > 0 && len(images) > 0 && !mountsCommands(c) && !slices.ContainsFunc(images, func(im *image) bool { return !im.lacks(argv[0]) })
}

// mountsCommands reports whether a container mounts something where commands are.
func mountsCommands(c yamltree.Node) bool {
	return slices.ContainsFunc(c.Get("volumeMounts").Items(), func(m yamltree.Node) bool {
		at := path.Clean(m.Get("mountPath").Text())
		return slices.ContainsFunc(searched, func(dir string) bool {
			return at == dir || strings.HasPrefix(dir, at+"/") || strings.HasPrefix(at, dir+"/")
		})
	})
}

// sleepAction lets the kubelet sleep where a command was to do nothing else.
func sleepAction(c, hook yamltree.Node) *finding.Fix {
	pause, ok := preStop(c)
	if !ok || !onlySleeps(hook) {
		return nil
	}
	span, ok := hook.Whole("exec")
	if !ok {
		return nil
	}
	n := strconv.Itoa(int(pause / time.Second))
	return edit(hook.File(), span, "sleep: {seconds: "+n+"}", "Let the kubelet sleep for "+n+" seconds")
}

// onlySleeps reports whether the command of a hook is one sleep.
func onlySleeps(hook yamltree.Node) bool {
	argv, _ := hook.Get("exec", "command").Words()
	if len(argv) > 0 && path.Base(argv[0]) == "sleep" {
		return true
	}
	script, _ := shellArguments(argv[min(1, len(argv)):])
	return len(shell.Parse(script).Commands) == 1
}

const (
	neverHealthy = "the check fails each time, and the container is never healthy"
	askItself    = "copy it into the image, or let the program ask itself"
)

// imageHealthcheck reports what HEALTHCHECK runs that the image does not hold.
func (t *tree) imageHealthcheck(im *image, program *Program) {
	var last *dockerfile.Instruction
	for _, i := range im.stage.Chain() {
		if i.Name == "HEALTHCHECK" {
			last = i
		}
	}
	if last == nil || !strings.HasPrefix(last.Args, "CMD ") {
		return
	}
	argv := []string{"/bin/sh"} // the shell form
	if list := strings.TrimSpace(strings.TrimPrefix(last.Args, "CMD ")); strings.HasPrefix(list, "[") && json.Unmarshal([]byte(list), &argv) != nil {
		return
	}
	t.commandIn([]*image{im}, argv, mistake{file: im.file.File, at: last.Span, program: program, remedy: askItself}, neverHealthy)
}

// healthcheckCommand reports what the health check of a service of Compose runs that its image does not hold.
func (t *tree) healthcheckCommand(im *image, test yamltree.Node, program *Program) {
	if im == nil || !test.Valid() {
		return
	}
	argv, ok := test.Words()
	switch {
	case !ok && test.IsScalar():
		argv = []string{"/bin/sh"}
	case len(argv) < 2:
		return
	case argv[0] == "CMD-SHELL":
		argv = []string{"/bin/sh"}
	case argv[0] == "CMD":
		argv = argv[1:]
	default:
		return
	}
	at := text.Span{Start: test.Span().Start, End: test.Span().Start}
	t.commandIn([]*image{im}, argv, mistake{file: test.File(), at: at, program: program, remedy: askItself}, neverHealthy)
}
