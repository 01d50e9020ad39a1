package deploy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

const noDrainDelay = "no-drain-delay"

// drainDelay is how long endpoints take to be gone everywhere, in seconds.
const drainDelay = 5

// lasting are the kinds of workloads whose pods serve until they are told to stop, and that a rollout replaces one by one.
var lasting = []string{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "DeploymentConfig", "Rollout"}

// drainDelay reports a container that refuses connections while it is still being sent requests.
func (t *tree) drainDelay(w *workload, c yamltree.Node, program *Program) {
	drain, ok := program.closesAtOnce()
	if !ok || !slices.Contains(lasting, w.kind) || w.partial() || c.Get("lifecycle", "preStop").Valid() || t.said(w, "lifecycle") || t.said(w, "preStop") {
		return
	}
	if !program.hearsSIGTERM() || c.Get("lifecycle", "stopSignal").Valid() {
		return // another mistake
	}
	service, known := t.servedBy(w)
	if service == nil && (known || len(c.Get("ports").Items()) == 0) {
		return // nobody sends it anything
	}
	key, _ := c.Entry("ports")
	if !key.Valid() {
		key, _ = c.Entry("image")
	}
	m := mistake{
		file: c.File(), at: key.Span(), category: noDrainDelay, program: program,
		message: "on SIGTERM the program closes its listeners at once, but is sent requests until its endpoint is gone everywhere: for these seconds connections are refused",
		remedy:  fmt.Sprintf("let preStop sleep for %d seconds, or the program wait as long before it drains", drainDelay),
		note:    service == nil || !t.several(w) || w.root.Get("spec", "strategy", "type").Text() == "Recreate", // which refuses connections anyway
		related: []finding.Related{inCode(drain.At, drain.Name+" is called as soon as SIGTERM comes")},
		fix:     t.sleepFirst(w, c, program),
	}
	if service != nil {
		m.related = append(m.related, related(service.file, service.at, strings.TrimSpace("the Service "+service.name)+" sends it requests"))
	}
	t.report(m)
}

// sleepFirst puts a pause in front of SIGTERM, and adds it to the grace period, of which it takes its share.
func (t *tree) sleepFirst(w *workload, c yamltree.Node, program *Program) *finding.Fix {
	f := c.File()
	var at int
	var hook, indent string
	if lifecycle := c.Get("lifecycle"); lifecycle.Valid() {
		var ok bool
		if at, indent, ok = lifecycle.Insertion(); !ok {
			return nil
		}
		hook = indent + "preStop:" + f.Newline()
	} else {
		var ok bool
		if at, indent, ok = c.Behind("image"); !ok {
			return nil
		}
		hook = indent + "lifecycle:" + f.Newline()
		indent += "  "
		hook += indent + "preStop:" + f.Newline()
	}
	hook += indent + "  sleep:" + f.Newline() + indent + "    seconds: " + strconv.Itoa(drainDelay) + f.Newline()
	fix := edit(f, text.Span{Start: at, End: at}, hook, fmt.Sprintf("Sleep for %d seconds before SIGTERM", drainDelay))
	raise, ok := t.raiseGrace(w, program)
	if !ok {
		return nil
	}
	fix.Edits = append(fix.Edits, raise...)
	return fix
}

// raiseGrace adds the pause to the grace period of a pod. It is not ok if that cannot be seen, or not be edited.
func (t *tree) raiseGrace(w *workload, program *Program) ([]finding.Edit, bool) {
	given := w.pod.Get("terminationGracePeriodSeconds")
	if !given.Valid() {
		if way, ok := program.longestWay(nil); ok && way.Lasts+drainDelay*time.Second <= kubeDefault {
			return nil, true // there is room for it
		}
		at, indent, ok := w.pod.Insertion()
		if !ok || t.said(w, "terminationGracePeriodSeconds") {
			return nil, false
		}
		span, line := newLine(w.pod.File(), at, indent, fmt.Sprintf("terminationGracePeriodSeconds: %d", int(kubeDefault/time.Second)+drainDelay))
		return []finding.Edit{{File: w.pod.File().Name, Start: span.Start, End: span.End, New: line}}, true
	}
	n, err := strconv.Atoi(given.Text())
	if span := exactly(given); err == nil && span.End > span.Start {
		return []finding.Edit{{File: given.File().Name, Start: span.Start, End: span.End, New: strconv.Itoa(n + drainDelay)}}, true
	}
	return nil, false
}

// hearsSIGTERM reports whether the program is known to ask for SIGTERM.
func (p *Program) hearsSIGTERM() bool {
	return slices.ContainsFunc(p.Needs, func(n *driver.Needs) bool {
		return slices.ContainsFunc(n.Signals, func(s driver.Signal) bool { return s.Number == sigterm })
	})
}
