package deploy

import (
	"path/filepath"
	"slices"
	"strconv"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
)

// The kinds of objects by which requests find pods, and by which there are several of these.
const (
	serviceKind = "Service"
	scalerKind  = "HorizontalPodAutoscaler"
)

// A crowd is the objects that say how requests come to pods, and how many there are.
type crowd struct {
	services map[string][]yamltree.Node // by the first label that they select
	scalers  map[string][]yamltree.Node // by kind and name of what they scale
	beside   map[string]bool            // directories with services
}

// crowd returns these objects of the tree, which are put in order once all of it is read.
func (t *tree) crowd() *crowd {
	if t.known != nil {
		return t.known
	}
	for _, root := range t.parse(t.behind) {
		t.object(root, 3)
	}
	c := &crowd{make(map[string][]yamltree.Node), make(map[string][]yamltree.Node), make(map[string]bool)}
	for _, s := range t.objects[serviceKind] {
		c.beside[filepath.Dir(s.File().Name)] = true
		selector := s.Get("spec", "selector")
		if keys := selector.Keys(); len(keys) > 0 {
			label := keys[0].Text() + "=" + selector.Get(keys[0].Text()).Text()
			c.services[label] = append(c.services[label], s)
		}
	}
	for _, s := range t.objects[scalerKind] {
		target := s.Get("spec", "scaleTargetRef")
		name := target.Get("kind").Text() + " " + target.Get("name").Text()
		c.scalers[name] = append(c.scalers[name], s)
	}
	t.known = c
	return c
}

// servedBy returns a Service that has the pods of w behind it; known is false if there may be one that cannot be seen.
func (t *tree) servedBy(w *workload) (service yamltree.Node, known bool) {
	c := t.crowd()
	labels := w.root.Get("spec", "template", "metadata", "labels")
	for _, key := range labels.Keys() {
		for _, s := range c.services[key.Text()+"="+labels.Get(key.Text()).Text()] {
			selector := s.Get("spec", "selector")
			if sameNamespace(s, w.root) && !slices.ContainsFunc(selector.Keys(), func(key yamltree.Node) bool {
				return selector.Get(key.Text()).Text() != labels.Get(key.Text()).Text() || !labels.Get(key.Text()).Valid()
			}) {
				return s, true
			}
		}
	}
	return yamltree.Node{}, c.beside[filepath.Dir(w.root.File().Name)]
}

// several reports whether there is more than one pod of w.
func (t *tree) several(w *workload) bool {
	if w.kind == "DaemonSet" {
		return true
	}
	if n, err := strconv.Atoi(w.root.Get("spec", "replicas").Text()); err == nil && n > 1 {
		return true
	}
	return slices.ContainsFunc(t.crowd().scalers[w.kind+" "+w.name], func(s yamltree.Node) bool {
		most, err := strconv.Atoi(s.Get("spec", "maxReplicas").Text())
		return err == nil && most > 1 && sameNamespace(s, w.root)
	})
}

// sameNamespace reports whether two objects are in the same namespace: one that does not say which goes where the other does.
func sameNamespace(a, b yamltree.Node) bool {
	x, y := a.Get("metadata", "namespace").Text(), b.Get("metadata", "namespace").Text()
	return x == y || x == "" || y == ""
}
