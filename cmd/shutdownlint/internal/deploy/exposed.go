package deploy

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
)

// The kinds of objects by which requests find pods, and by which there are several of these.
const (
	serviceKind = "Service"
	scalerKind  = "HorizontalPodAutoscaler"
)

// A balancer is what matters of a Service of Kubernetes, which sends requests to the pods with its labels.
type balancer struct {
	file            *text.File
	at              text.Span // of its specification
	name, namespace string
	labels          []label
}

type label struct{ key, value string }

// A scaler is what matters of a HorizontalPodAutoscaler.
type scaler struct {
	namespace string
	most      int // pods
}

// A crowd is the objects that say how requests come to pods, and how many there are.
type crowd struct {
	balancers map[label][]*balancer // by the first label that they select
	scalers   map[string][]scaler   // by kind and name of what they scale
	beside    map[string]bool       // directories with Services
	size      int
}

// note adds an object.
func (c *crowd) note(kind string, root yamltree.Node) {
	c.size++
	namespace := root.Get("metadata", "namespace").Text()
	if kind == scalerKind {
		target := root.Get("spec", "scaleTargetRef")
		name := target.Get("kind").Text() + " " + target.Get("name").Text()
		most, _ := strconv.Atoi(root.Get("spec", "maxReplicas").Text())
		c.scalers[name] = append(c.scalers[name], scaler{namespace, most})
		return
	}
	c.beside[filepath.Dir(root.File().Name)] = true
	key, spec := root.Entry("spec")
	b := &balancer{file: root.File(), name: root.Get("metadata", "name").Text(), namespace: namespace}
	selector := spec.Get("selector")
	for _, key := range selector.Keys() {
		b.labels = append(b.labels, label{key.Text(), selector.Get(key.Text()).Text()})
	}
	if len(b.labels) > 0 {
		b.at = key.Span()
		c.balancers[b.labels[0]] = append(c.balancers[b.labels[0]], b)
	}
}

// crowd returns these objects, of which those in what was given by name are only read if somebody has to know them.
func (t *tree) crowd() *crowd {
	for batch := range slices.Chunk(t.behind, 1024) {
		for _, root := range t.noted(parse(batch)) {
			t.object(root, 3)
		}
	}
	t.behind = nil
	return &t.known
}

// servedBy returns the Service that has the pods of w behind it, or nil; of several the nearest. known is false if there may be one
// that cannot be seen.
func (t *tree) servedBy(w *workload) (nearest *balancer, known bool) {
	c := t.crowd()
	labels := w.root.Get("spec", "template", "metadata", "labels")
	own := make(map[label]bool)
	for _, key := range labels.Keys() {
		own[label{key.Text(), labels.Get(key.Text()).Text()}] = true
	}
	var found []*balancer
	for _, key := range labels.Keys() {
		for _, b := range c.balancers[label{key.Text(), labels.Get(key.Text()).Text()}] {
			if w.inNamespace(b.namespace) && !slices.ContainsFunc(b.labels, func(l label) bool { return !own[l] }) {
				found = append(found, b)
			}
		}
	}
	if len(found) == 0 {
		return nil, c.beside[filepath.Dir(w.root.File().Name)]
	}
	file := w.root.File().Name
	return slices.MaxFunc(found, func(a, b *balancer) int { return cmp.Compare(shared(a.file.Name, file), shared(b.file.Name, file)) }), true
}

// shared returns how many elements two paths have in common at their beginning.
func shared(a, b string) int {
	n := 0
	for {
		x, restA, moreA := strings.Cut(a, string(filepath.Separator))
		y, restB, moreB := strings.Cut(b, string(filepath.Separator))
		if x != y {
			return n
		}
		if n++; !moreA || !moreB {
			return n
		}
		a, b = restA, restB
	}
}

// several reports whether there is more than one pod of w.
func (t *tree) several(w *workload) bool {
	if w.kind == "DaemonSet" {
		return true
	}
	if n, err := strconv.Atoi(w.root.Get("spec", "replicas").Text()); err == nil && n > 1 {
		return true
	}
	return slices.ContainsFunc(t.crowd().scalers[w.title()], func(s scaler) bool { return s.most > 1 && w.inNamespace(s.namespace) })
}

// inNamespace reports whether w is in a namespace: an object that does not say in which it is goes where the other does.
func (w *workload) inNamespace(other string) bool {
	own := w.root.Get("metadata", "namespace").Text()
	return own == other || own == "" || other == ""
}
