package deploy

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/dockerfile"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/hcl"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/ini"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A start is what a platform with a few numbers says about one program that it runs.
type start struct {
	grace
	argv       []string // what it runs; nil if that is for the image to say
	image      string   // the image that it runs it in, or ""
	dockerfile string   // the file that this is built from, or ""
	signal     string   // by which it is stopped; "" if that is for the image to say
	signalAt   text.Span
	value      text.Span // of the signal, if an edit may replace it
}

// started compares a start with the program.
func (t *tree) started(s *start) {
	p := t.startedBy(s)
	if p == nil {
		return
	}
	if s.signal != "" {
		t.stopsBy(p, s.file, s.signalAt, s.value, s.signal)
	}
	t.compare(p, s.argv, s.grace)
}

// startedBy returns the program of a start, or nil.
func (t *tree) startedBy(s *start) *Program {
	if s.dockerfile != "" {
		i := slices.IndexFunc(t.dockerfiles, func(f *dockerfile.File) bool { return f.Name == s.dockerfile })
		if i < 0 {
			return nil
		}
		f := t.dockerfiles[i]
		im := imageOf(f, f.Stages[len(f.Stages)-1])
		argv := s.argv
		if argv == nil {
			argv, _ = im.argv()
		}
		if len(argv) == 0 {
			return nil
		}
		return t.program(im, argv)
	}
	if len(s.argv) > 0 && !strings.HasPrefix(s.argv[0], "-") {
		return t.named(command(s.argv))
	}
	return t.ofImage(s.image)
}

// takes sets the grace of a start to a number that the file has. It is not ok if that is none.
func (s *start) takes(lasts time.Duration, whose string, at text.Span, write func(seconds int) string) {
	s.lasts, s.whose, s.at = lasts, whose, at
	s.fix = func(need time.Duration) *finding.Fix {
		n := seconds(need)
		return edit(s.file, at, write(n), fmt.Sprintf("Give the program %d seconds", n))
	}
}

// takesLine lets a fix give a start its number of seconds in a line of its own, in front of the one that begins with key and has at.
func (s *start) takesLine(key string, at text.Span, write func(seconds int) string) {
	s.fix = lineBefore(s.file, key, at, write)
}

// lineBefore makes a fix that adds a line with a number of seconds in front of the one that begins with key and has at.
func lineBefore(file *text.File, key string, at text.Span, write func(seconds int) string) func(time.Duration) *finding.Fix {
	n, _ := file.Position(at.Start)
	line := file.Text(file.Line(n))
	begin := strings.TrimLeft(line, " \t")
	if !strings.HasPrefix(begin, key) {
		return nil // it shares its line with something else
	}
	indent := line[:len(line)-len(begin)]
	return func(need time.Duration) *finding.Fix {
		start := file.Line(n).Start
		return edit(file, text.Span{Start: start, End: start}, indent+write(seconds(need))+file.Newline(), fmt.Sprintf("Give the program %d seconds", seconds(need)))
	}
}

// Numbers of platforms, each from its documentation.
const (
	supervisorDefault = 10 * time.Second  // stopwaitsecs, http://supervisord.org/configuration.html#program-x-section-settings
	flyDefault        = 5 * time.Second   // kill_timeout, https://fly.io/docs/reference/configuration/#runtime-options
	ecsDefault        = 30 * time.Second  // ECS_CONTAINER_STOP_TIMEOUT, and stopTimeout of Fargate, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
	ecsLongest        = 120               // seconds, of Fargate
	nomadDefault      = 5 * time.Second   // kill_timeout, https://developer.hashicorp.com/nomad/docs/job-specification/task
	cloudRunFixed     = 10 * time.Second  // https://cloud.google.com/run/docs/container-contract#instance-shutdown
	knativeDefault    = 300 * time.Second // timeoutSeconds, which becomes the grace period of the pod, https://knative.dev/docs/serving/configuration/config-defaults/
)

// readSupervisor reads a file of supervisord.
func (t *tree) readSupervisor(src *text.File) bool {
	found := false
	for _, section := range ini.Parse(src, ';') {
		name, ok := strings.CutPrefix(section.Name, "program:")
		command, has := section.Get("command")
		if !ok || !has {
			continue
		}
		found = true
		s := &start{grace: grace{Given: Given{Kind: "supervisord", Name: name}, file: src, at: section.At, lasts: supervisorDefault, whose: "supervisord's default", more: "raise stopwaitsecs, or let it end sooner"}, argv: line(command.Text())}
		s.takesLine("command", command.At, func(n int) string { return fmt.Sprintf("stopwaitsecs=%d", n) })
		if signal, ok := section.Get("stopsignal"); ok {
			s.signal, s.signalAt, s.value = signal.Text(), signal.At, signal.At
		}
		if wait, ok := section.Get("stopwaitsecs"); ok {
			n, err := strconv.Atoi(wait.Text())
			if err != nil {
				continue
			}
			s.takes(time.Duration(n)*time.Second, "as stopwaitsecs says", wait.At, strconv.Itoa)
		}
		t.starts = append(t.starts, s)
	}
	return found
}

// line takes a command line apart as a shell would, but that no shell runs.
func line(s string) []string {
	var words []string
	for _, c := range shell.Parse(s).Commands {
		words = append(words, texts(c.Words)...)
	}
	return words
}

// readFly reads a fly.toml.
func (t *tree) readFly(src *text.File) bool {
	sections := ini.Parse(src, '#')
	var build *ini.Section
	processes := false
	for _, section := range sections {
		switch section.Name {
		case "build":
			build = section
		case "processes":
			processes = len(section.Settings) > 0 // commands of their own
		}
	}
	app, ok := sections[0].Get("app")
	if !ok {
		return false
	}
	s := &start{grace: grace{Given: Given{Kind: "fly", Name: app.Text()}, file: src, at: app.At, lasts: flyDefault, whose: "Fly's default", more: "raise kill_timeout, or let it end sooner"}}
	s.takesLine("app", app.At, func(n int) string { return fmt.Sprintf(`kill_timeout = "%ds"`, n) })
	s.signal, s.signalAt = "SIGINT", app.At // https://fly.io/docs/reference/configuration/#runtime-options
	name := "Dockerfile"
	if build != nil {
		if image, ok := build.Get("image"); ok {
			s.image, name = image.Text(), ""
		}
		if file, ok := build.Get("dockerfile"); ok {
			name = file.Text()
		}
		if _, ok := build.Get("build-target"); ok || has(build, "builder") || has(build, "buildpacks") {
			name = "" // another stage than the last, or none
		}
	}
	if name != "" {
		s.dockerfile = filepath.Join(filepath.Dir(src.Name), filepath.FromSlash(name))
	}
	if processes || name == "" && s.image == "" {
		return true // which of its images runs what is not followed
	}
	if signal, ok := sections[0].Get("kill_signal"); ok {
		s.signal, s.signalAt, s.value = signal.Text(), signal.At, text.Span{Start: signal.At.Start + 1, End: signal.At.End - 1}
		if signal.Text() == signal.Value {
			s.value = text.Span{}
		}
	}
	if wait, ok := sections[0].Get("kill_timeout"); ok {
		d, ok := timeSpan(wait.Text())
		if !ok {
			return true
		}
		s.takes(d, "as kill_timeout says", wait.At, func(n int) string {
			if wait.Text() == wait.Value {
				return strconv.Itoa(n)
			}
			return fmt.Sprintf(`"%ds"`, n)
		})
	}
	t.starts = append(t.starts, s)
	return true
}

func has(s *ini.Section, key string) bool {
	_, ok := s.Get(key)
	return ok
}

// timeSpan reads a number of seconds, or a duration with its units.
func timeSpan(s string) (time.Duration, bool) {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n < 1e6 {
		return time.Duration(n) * time.Second, true
	}
	d, err := time.ParseDuration(s)
	return d, err == nil && d >= 0
}

// readNomad reads a job of Nomad.
func (t *tree) readNomad(src *text.File) bool {
	before := len(t.starts)
	for _, job := range hcl.Parse(src).Blocks {
		if job.Type != "job" {
			continue
		}
		if kind, ok := job.Get("type"); ok {
			if name, _ := kind.Text(); name == "batch" || name == "sysbatch" {
				continue
			}
		}
		for _, group := range job.Blocks {
			if group.Type != "group" {
				continue
			}
			for _, task := range group.Blocks {
				if task.Type == "task" {
					t.nomadTask(src, job, task)
				}
			}
		}
	}
	return len(t.starts) > before
}

func (t *tree) nomadTask(src *text.File, job, task *hcl.Block) {
	driver := attr(task, "driver")
	line, _ := task.Get("driver")
	s := &start{grace: grace{Given: Given{Kind: "nomad", Name: job.Label() + "/" + task.Label()}, file: src, at: task.At, lasts: nomadDefault, whose: "Nomad's default", more: "raise kill_timeout, or let it end sooner"}}
	s.takesLine("driver", line.At, func(n int) string { return fmt.Sprintf(`kill_timeout = "%ds"`, n) })
	config := task.Child("config")
	s.image = attr(config, "image")
	if program := attr(config, "command"); program != "" {
		s.argv = []string{program}
		if args, ok := config.Get("args"); ok {
			words, ok := args.Words()
			if !ok {
				return // a flag may be among what is not known
			}
			s.argv = append(s.argv, words...)
		}
	}
	if s.image == "" && s.argv == nil || strings.Contains(s.image, "${") {
		return
	}
	if driver != "docker" && driver != "podman" {
		s.signal, s.signalAt = "SIGINT", task.At // kill_signal, https://developer.hashicorp.com/nomad/docs/job-specification/task
	}
	if signal, ok := task.Get("kill_signal"); ok {
		name, ok := signal.Text()
		if !ok {
			return
		}
		s.signal, s.signalAt, s.value = name, signal.At, text.Span{Start: signal.At.Start + 1, End: signal.At.End - 1}
	}
	if wait, ok := task.Get("kill_timeout"); ok {
		value, ok := wait.Text()
		d, err := time.ParseDuration(value)
		if !ok || err != nil {
			return
		}
		s.takes(d, "as kill_timeout says", wait.At, func(n int) string { return fmt.Sprintf(`"%ds"`, n) })
	}
	t.starts = append(t.starts, s)
}

// attr returns the text of an attribute, or "".
func attr(b *hcl.Block, key string) string {
	a, _ := b.Get(key)
	s, _ := a.Text()
	return s
}

// taskDefinition notes the containers of a task definition of ECS, as JSON or in a template of CloudFormation.
func (t *tree) taskDefinition(root yamltree.Node, depth int) bool {
	key := func(n yamltree.Node, name string) yamltree.Node {
		if v := n.Get(name); v.Valid() {
			return v
		}
		return n.Get(strings.ToUpper(name[:1]) + name[1:])
	}
	found := false
	for _, c := range key(root, "containerDefinitions").Items() {
		found = true
		name := key(c, "name")
		s := &start{grace: grace{Given: Given{Kind: "ecs", Name: name.Text()}, file: c.File(), lasts: ecsDefault, whose: "the default of ECS", more: "raise stopTimeout, or let it end sooner"}, image: key(c, "image").Text()}
		entrypoint, _ := key(c, "entryPoint").Words()
		argv, _ := key(c, "command").Words()
		if !name.Valid() {
			continue
		}
		s.argv, s.at = slices.Concat(entrypoint, argv), name.Span()
		s.fix = stopTimeout(c)
		if wait := key(c, "stopTimeout"); wait.Valid() {
			n, err := strconv.Atoi(wait.Text())
			if err != nil {
				continue
			}
			s.takes(time.Duration(n)*time.Second, "as stopTimeout says", wait.Span(), strconv.Itoa)
			if !wait.Exact() {
				s.fix = nil
			}
		}
		if write := s.fix; write != nil {
			s.fix = func(need time.Duration) *finding.Fix {
				if seconds(need) > ecsLongest {
					return nil
				}
				return write(need)
			}
		}
		t.starts = append(t.starts, s)
	}
	for _, resource := range root.Get("Resources").Keys() {
		if r := root.Get("Resources", resource.Text()); depth > 0 && r.Get("Type").Text() == "AWS::ECS::TaskDefinition" {
			found = t.taskDefinition(r.Get("Properties"), 0) || found
		}
	}
	return found
}

// stopTimeout makes a fix that gives a container of a task definition its time to stop: beside its name.
func stopTimeout(c yamltree.Node) func(time.Duration) *finding.Fix {
	for name, setting := range map[string]string{"name": "stopTimeout", "Name": "StopTimeout"} {
		key, _ := c.Entry(name)
		if !key.Valid() {
			continue
		}
		f := c.File()
		format, title := setting+": %d", "Give the program %d seconds"
		at, indent, ok := c.Behind(name)
		start, before, after := at, indent, f.Newline()
		if !ok { // JSON
			start = key.Span().Start
			if f.Content[start] != '"' {
				return nil
			}
			n, _ := f.Position(start)
			format, before, after = `"`+setting+`": %d,`, "", " "
			if indent := f.Text(text.Span{Start: f.Line(n).Start, End: start}); strings.Trim(indent, " \t") == "" {
				after = f.Newline() + indent
			}
		}
		return func(need time.Duration) *finding.Fix {
			n := seconds(need)
			return edit(f, text.Span{Start: start, End: start}, before+fmt.Sprintf(format, n)+after, fmt.Sprintf(title, n))
		}
	}
	return nil
}
