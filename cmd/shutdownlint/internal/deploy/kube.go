package deploy

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A workload is an object of Kubernetes that has pods.
type workload struct {
	kind string
	name string
	root yamltree.Node
	pod  yamltree.Node // its specification
}

// title is what tells w from other workloads of its namespace.
func (w *workload) title() string { return w.kind + " " + w.name }

// knativeKind stands for the Service of Knative, which Cloud Run has as well.
const knativeKind = "Knative Service"

// podPaths lead from the object to the specification of its pods.
var podPaths = map[string][]string{
	"Deployment":  {"spec", "template", "spec"},
	"StatefulSet": {"spec", "template", "spec"},
	"DaemonSet":   {"spec", "template", "spec"},
	"ReplicaSet":  {"spec", "template", "spec"},
	"Job":         {"spec", "template", "spec"},
	"CronJob":     {"spec", "jobTemplate", "spec", "template", "spec"},
	"Pod":         {"spec"},

	"ReplicationController": {"spec", "template", "spec"},
	"DeploymentConfig":      {"spec", "template", "spec"}, // of OpenShift
	"Rollout":               {"spec", "template", "spec"}, // of Argo
	knativeKind:             {"spec", "template", "spec"},
}

// workloadKind finds one of these names where a kind is said, in block style or in braces, in YAML or in JSON.
var workloadKind = regexp.MustCompile(`kind["']?\s*:\s*["']?(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|ReplicationController|DeploymentConfig|Rollout|Service)\b`)

// beside finds the kinds of objects that say how requests come to pods, and how many there are.
var beside = regexp.MustCompile(`kind["']?\s*:\s*["']?(Service|HorizontalPodAutoscaler|List)\b`)

// readManifest reads a file that may hold objects of Kubernetes.
func (t *tree) readManifest(src *text.File) bool {
	chart := inChart(src.Name)
	roots, errs := yamltree.Parse(src, func(doc []byte) bool {
		if chart && bytes.Contains(doc, []byte("{{")) {
			return false // a template
		}
		if bytes.Contains(doc, []byte("kustomize.config.k8s.io")) || bytes.Contains(doc, []byte("patches")) && strings.Contains(src.Name, "kustomization") {
			t.patched = append(t.patched, string(doc))
		}
		return aboutPods(doc) || beside.Match(doc)
	})
	t.leave(src, errs)
	before := len(t.workloads) + t.known.size + len(t.starts)
	for _, root := range roots {
		t.object(root, 3)
	}
	return len(t.workloads)+t.known.size+len(t.starts) > before
}

// leave notes which documents of a file cannot be read.
func (t *tree) leave(src *text.File, errs []yamltree.Error) {
	for _, err := range errs {
		t.logf("%s:%d: left alone: %s", src.Name, err.Line, err.Message)
		if !err.Template && t.asked(src.Name) {
			t.result.Broken = append(t.result.Broken, finding.Error{File: src.Name, Line: err.Line, Message: err.Message})
		}
	}
}

// inChart reports whether a file is among the templates of a chart of Helm.
func inChart(name string) bool {
	for dir := filepath.Dir(name); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if filepath.Base(dir) == "templates" {
			return isFile(filepath.Join(filepath.Dir(dir), "Chart.yaml"))
		}
	}
	return false
}

// aboutPods reports whether a document may have pods, or containers of ECS.
func aboutPods(doc []byte) bool {
	_, pods := podPaths[kindOfDocument(doc)]
	return bytes.Contains(doc, []byte("containers")) && (pods || workloadKind.Match(doc)) || bytes.Contains(doc, []byte("ontainerDefinitions"))
}

// object notes a workload, or those of a list.
func (t *tree) object(root yamltree.Node, depth int) {
	kind := root.Get("kind").Text()
	if strings.HasSuffix(kind, "List") && depth > 0 {
		for _, item := range root.Get("items").Items() {
			t.object(item, depth-1)
		}
		return
	}
	if root.Get("apiVersion").Text() == "" {
		t.taskDefinition(root, 1)
		return
	}
	if strings.HasPrefix(root.Get("apiVersion").Text(), "serving.knative.dev/") {
		kind = knativeKind
	}
	if kind == serviceKind || kind == scalerKind {
		t.known.note(kind, root)
		return
	}
	steps, ok := podPaths[kind]
	if !ok {
		return
	}
	pod := root.Get(steps...)
	if pod.IsMapping() && len(pod.Get("containers").Items()) > 0 {
		w := &workload{kind, root.Get("metadata", "name").Text(), root, pod}
		t.workloads = append(t.workloads, w)
		t.namesakes[w.title()] = append(t.namesakes[w.title()], w)
	}
}

// partial reports whether w is a patch of another object, as Kustomize takes them: what it does not say stands elsewhere.
func (w *workload) partial() bool {
	switch w.kind {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout":
		old := strings.HasSuffix(w.root.Get("apiVersion").Text(), "beta1") || strings.HasSuffix(w.root.Get("apiVersion").Text(), "beta2")
		if !old && !w.root.Get("spec", "selector").Valid() {
			return true
		}
	}
	return slices.ContainsFunc(w.pod.Get("containers").Items(), func(c yamltree.Node) bool { return !c.Get("image").Valid() })
}

// said reports whether another object of the same name, or a patch, may say what w does not: the key below its pod, or in
// one of its containers.
func (t *tree) said(w *workload, key string) bool {
	for _, patch := range t.patched {
		if strings.Contains(patch, key) {
			return true
		}
	}
	return slices.ContainsFunc(t.namesakes[w.title()], func(other *workload) bool {
		if other == w {
			return false
		}
		return other.pod.Get(key).Valid() || slices.ContainsFunc(other.pod.Get("containers").Items(), func(c yamltree.Node) bool { return c.Get(key).Valid() })
	})
}

// kube reports what is wrong with a workload.
func (t *tree) kube(w *workload) {
	t.readiness(w)
	for _, c := range w.pod.Get("containers").Items() {
		entrypoint, _ := c.Get("command").Words()
		args, _ := c.Get("args").Words()
		argv := slices.Concat(entrypoint, args)
		program := t.ofContainer(c)
		t.kubeProcess(w, c, entrypoint, argv, program)
		if program == nil {
			continue
		}
		t.kubeCommands(c, program)
		t.drainDelay(w, c, program)
		t.answers(w, c, program)
		if signal := c.Get("lifecycle", "stopSignal"); signal.IsScalar() {
			t.stopsBy(program, c.File(), signal.Span(), exactly(signal), signal.Text())
		}
		t.kubeGrace(w, c, program, argv)
	}
}

// ofContainer returns the program of a container, or nil.
func (t *tree) ofContainer(c yamltree.Node) *Program {
	if entrypoint, _ := c.Get("command").Words(); len(entrypoint) > 0 {
		args, _ := c.Get("args").Words()
		return t.named(command(append(entrypoint, args...)))
	}
	return t.ofImage(c.Get("image").Text())
}

// kubeProcess reports a shell that a container begins with.
func (t *tree) kubeProcess(w *workload, c yamltree.Node, entrypoint, argv []string, program *Program) {
	if len(entrypoint) == 0 || w.kind == "Job" || w.kind == "CronJob" || w.pod.Get("shareProcessNamespace").Text() == "true" {
		return
	}
	image := c.Get("image").Text()
	if program == nil && forAnother(image) {
		return
	}
	p := judge(argv, shellOf(image))
	if p == nil || p.file != "" {
		return
	}
	key, _ := c.Entry("command")
	t.report(mistake{file: c.File(), at: key.Span(), category: shellForm, program: program, message: p.message, remedy: p.remedy, note: p.note || program == nil})
}

// kubeDefault is the grace period of a pod that says nothing.
const kubeDefault = 30 * time.Second

// knativeGrace is what Knative, or Cloud Run, gives a container: the timeout of requests, or what nobody can change.
func (t *tree) knativeGrace(w *workload, c yamltree.Node, program *Program, argv []string) {
	key, _ := c.Entry("image")
	g := grace{Given: Given{Kind: "knative", Name: w.name}, file: c.File(), at: key.Span(), lasts: knativeDefault, whose: "Knative's default", more: "raise timeoutSeconds, or let it end sooner"}
	timeout := w.pod.Get("timeoutSeconds")
	switch n, err := strconv.Atoi(timeout.Text()); {
	case w.onCloudRun():
		g.Kind, g.lasts, g.whose, g.more = "cloudrun", cloudRunFixed, "which is what Cloud Run gives every container", "let it end sooner"
	case timeout.Valid() && err != nil:
		return
	case timeout.Valid():
		g.at, g.lasts, g.whose = timeout.Span(), time.Duration(n)*time.Second, "as timeoutSeconds says"
	}
	t.compare(program, argv, g)
}

// onCloudRun reports whether a service of Knative is for Cloud Run.
func (w *workload) onCloudRun() bool {
	for _, path := range [][]string{{"metadata", "labels"}, {"metadata", "annotations"}, {"spec", "template", "metadata", "annotations"}} {
		for _, key := range w.root.Get(path...).Keys() {
			if strings.HasPrefix(key.Text(), "run.googleapis.com/") || key.Text() == "cloud.googleapis.com/location" {
				return true
			}
		}
	}
	return false
}

// kubeGrace compares the grace period of a pod, of which preStop takes its share, with what a container needs.
func (t *tree) kubeGrace(w *workload, c yamltree.Node, program *Program, argv []string) {
	if w.kind == knativeKind {
		t.knativeGrace(w, c, program, argv)
		return
	}
	stop, hook := preStop(c)
	if t.hookFails(c, program) {
		stop, hook = 0, false // see prestop-command
	}
	g := grace{file: c.File(), lasts: kubeDefault, whose: "Kubernetes' default", more: "raise terminationGracePeriodSeconds, or let it end sooner"}
	g.Given = Given{Kind: "kubernetes", Name: w.title(), PreStop: stop, Hook: c.Get("lifecycle", "preStop").Valid() && !t.hookFails(c, program)}
	given := w.pod.Get("terminationGracePeriodSeconds")
	switch {
	case given.IsScalar():
		n, err := strconv.Atoi(given.Text())
		if err != nil || n < 0 {
			return
		}
		g.lasts, g.whose, g.at = time.Duration(n)*time.Second, "as terminationGracePeriodSeconds says", given.Span()
		if span := exactly(given); span.End > span.Start {
			g.fix = func(need time.Duration) *finding.Fix {
				n := seconds(need + stop)
				return edit(g.file, span, strconv.Itoa(n), fmt.Sprintf("Give the pod %d seconds", n))
			}
		}
	case given.Valid() || w.partial() || t.said(w, "terminationGracePeriodSeconds"):
		return
	default:
		key, _ := c.Entry("image")
		g.at = key.Span()
		if add := t.insertion(w.pod, "terminationGracePeriodSeconds: %d"); add != nil {
			g.fix = func(need time.Duration) *finding.Fix { return add(need + stop) }
		}
	}
	if hook {
		t.hookTakesAll(c, program, argv, g)
		g.lasts = max(g.lasts-stop, 0)
		g.whose += ", less " + brief(stop) + " of preStop"
	}
	t.compare(program, argv, g)
}

// hookTakesAll reports a hook that leaves nothing to a program that listens to SIGTERM, and of which it is not known how long it takes:
// when the grace period is over kubelet grants it two seconds more.
func (t *tree) hookTakesAll(c yamltree.Node, program *Program, argv []string, g grace) {
	listens, known := program.signals()
	i := slices.IndexFunc(listens, func(s driver.Signal) bool { return s.Number == sigterm })
	if _, ok := program.longestWay(argv); ok || !known || i < 0 || g.PreStop < g.lasts {
		return
	}
	t.report(mistake{
		file: g.file, at: g.at, category: graceBudget, program: program,
		message: fmt.Sprintf("preStop sleeps for %s, and the pod has no more than %s: when the program hears SIGTERM, SIGKILL is two seconds away", brief(g.PreStop), brief(g.lasts)),
		remedy:  "raise terminationGracePeriodSeconds by what the program needs, or sleep less",
		related: []finding.Related{inCode(listens[i].At, "the program listens to SIGTERM"), related(c.File(), c.Get("lifecycle", "preStop").Span(), "preStop")},
	})
}

// preStop returns how long the hook of a container takes in front of SIGTERM, if it is a plain sleep.
func preStop(c yamltree.Node) (time.Duration, bool) {
	hook := c.Get("lifecycle", "preStop")
	if n, err := strconv.Atoi(hook.Get("sleep", "seconds").Text()); err == nil && n > 0 {
		return time.Duration(n) * time.Second, true
	}
	argv, _ := hook.Get("exec", "command").Words()
	if len(argv) == 0 {
		return 0, false
	}
	if _, ok := shells[argv[0][strings.LastIndexByte(argv[0], '/')+1:]]; ok {
		script, _ := shellArguments(argv[1:])
		argv = nil
		for _, c := range shell.Parse(script).Commands {
			if c.Name() == "sleep" {
				argv = texts(c.Words)
			}
		}
	}
	if len(argv) != 2 || argv[0] != "sleep" && !strings.HasSuffix(argv[0], "/sleep") {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSuffix(argv[1], "s"))
	return time.Duration(n) * time.Second, err == nil && n > 0
}
