package deploy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

const (
	readiness     = "readiness"
	readyDraining = "ready-while-draining"
	livenessAsks  = "liveness-asks-dependency"
)

// readiness reports a Deployment that serves and has no readiness probe, and one whose probes ask the same question.
func (t *tree) readiness(w *workload) {
	if w.kind != "Deployment" && w.kind != "Rollout" || w.partial() {
		return
	}
	ready, serves := false, yamltree.Node{}
	for _, c := range w.pod.Get("containers").Items() {
		ready = ready || c.Get("readinessProbe").Valid()
		if len(c.Get("ports").Items()) > 0 && !serves.Valid() {
			serves = c
		}
		t.probes(w, c)
	}
	if ready || !serves.Valid() || t.said(w, "readinessProbe") || len(w.pod.Get("readinessGates").Items()) > 0 {
		return
	}
	program := t.ofContainer(serves)
	if program == nil && forAnother(serves.Get("image").Text()) {
		return
	}
	key, _ := serves.Entry("ports")
	t.report(mistake{
		file: serves.File(), at: key.Span(), category: readiness, program: program, note: program == nil,
		message: "nothing asks this container whether it is ready: while it starts, and when it no longer can serve, it is sent requests all the same",
		remedy:  "give it a readinessProbe",
		related: t.healthURLs(program, ""),
	})
}

// healthURLs names a path, other than the given one, at which the program tells how it is: best one about readiness.
func (t *tree) healthURLs(p *Program, other string) []finding.Related {
	if p == nil {
		return nil
	}
	var found []finding.Related
	for _, n := range p.Needs {
		for _, h := range n.HealthURLs {
			answer := inCode(h.At, "the program answers at "+h.Path)
			if !h.Named || h.Path == other {
				continue
			}
			if strings.Contains(h.Path, "ready") || strings.Contains(h.Path, "readiness") {
				return []finding.Related{answer}
			}
			found = append(found, answer)
		}
	}
	return found[:min(len(found), 1)]
}

// probes reports a liveness probe that kills the container as soon as the readiness probe would take it out of the service.
func (t *tree) probes(w *workload, c yamltree.Node) {
	live, ready := c.Get("livenessProbe"), c.Get("readinessProbe")
	path := live.Get("httpGet", "path")
	if !path.IsScalar() || path.Text() != ready.Get("httpGet", "path").Text() {
		return
	}
	for _, key := range []string{"port", "host", "scheme"} {
		if live.Get("httpGet", key).Text() != ready.Get("httpGet", key).Text() {
			return
		}
	}
	killed, ok := patience(live)
	spared, known := patience(ready)
	if !ok || !known || killed > spared {
		return // it waits until the container has been out of the service for a while, as Kubernetes recommends
	}
	asked := related(c.File(), ready.Get("httpGet", "path").Span(), "the readiness probe")
	t.report(mistake{
		file: c.File(), at: path.Span(), category: readiness, program: t.ofContainer(c), note: t.ofContainer(c) == nil,
		message: "liveness and readiness ask the same path, and give up at the same time: a container that says it is not ready is killed instead of left alone",
		remedy:  "let liveness ask another path, or fail later",
		related: append([]finding.Related{asked}, t.healthURLs(t.ofContainer(c), path.Text())...),
	})
}

// answers reports probes whose answers do not say what they are asked for.
func (t *tree) answers(w *workload, c yamltree.Node, program *Program) {
	if path := c.Get("livenessProbe", "httpGet", "path"); path.IsScalar() {
		if a, ok := program.answer(path.Text()); ok {
			if asked, ok := a.asks(); ok {
				t.report(mistake{
					file: c.File(), at: path.Span(), category: livenessAsks, program: program,
					message: "liveness asks " + asked.What + ": when that does not answer, every container is killed and started again, which helps nobody",
					remedy:  "let readiness ask that, and liveness a path that asks nobody",
					related: []finding.Related{inCode(a.url.At, "the program answers at "+a.url.Path), inCode(asked.At, "the answer waits for "+asked.What)},
				})
			}
		}
	}
	path := c.Get("readinessProbe", "httpGet", "path")
	drain, atOnce := program.closesAtOnce()
	if !path.IsScalar() || !atOnce || c.Get("lifecycle", "preStop").Valid() || t.said(w, "lifecycle") || !slices.Contains(lasting, w.kind) {
		return // with a pause, Kubernetes takes the pod out of the service by itself
	}
	if a, ok := program.answer(path.Text()); ok && a.fixed() {
		t.report(mistake{
			file: c.File(), at: path.Span(), category: readyDraining, program: program, note: true,
			message: "nothing on the way down changes what " + a.url.Path + " answers: whoever asks there learns that the program stops only when it refuses connections",
			remedy:  "answer with 503 as soon as SIGTERM comes, some seconds before the drain",
			related: []finding.Related{inCode(a.url.At, "the program answers at "+a.url.Path), inCode(drain.At, drain.Name+" closes the listener")},
		})
	}
}

// patience returns how many seconds of failures a probe bears.
func patience(probe yamltree.Node) (int, bool) {
	period, ok := number(probe, "periodSeconds", 10)
	failures, known := number(probe, "failureThreshold", 3)
	return period * failures, ok && known
}

func number(probe yamltree.Node, key string, standard int) (int, bool) {
	n := probe.Get(key)
	if !n.Valid() {
		return standard, true
	}
	v, err := strconv.Atoi(strings.TrimSpace(n.Text()))
	return v, err == nil && v > 0
}
