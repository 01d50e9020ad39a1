package deploy

import (
	"path/filepath"
	"slices"
	"strconv"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
)

// routes are the kinds of objects by which requests find pods, and scalers by which there are several.
const (
	serviceKind = "Service"
	scalerKind  = "HorizontalPodAutoscaler"
)

// serves reports whether a Service, which is not one of Knative's, has the pods of w behind it; known is false if it may stand where
// it cannot be seen.
func (t *tree) servedBy(w *workload) (service yamltree.Node, known bool) {
	labels := w.root.Get("spec", "template", "metadata", "labels")
	for _, s := range t.objects[serviceKind] {
		selector := s.Get("spec", "selector")
		if len(selector.Keys()) == 0 || !sameNamespace(s, w.root) {
			continue
		}
		if !slices.ContainsFunc(selector.Keys(), func(key yamltree.Node) bool {
			return selector.Get(key.Text()).Text() != labels.Get(key.Text()).Text() || !labels.Get(key.Text()).Valid()
		}) {
			return s, true
		}
	}
	beside := func(s yamltree.Node) bool {
		return filepath.Dir(s.File().Name) == filepath.Dir(w.root.File().Name)
	}
	return yamltree.Node{}, slices.ContainsFunc(t.objects[serviceKind], beside)
}

// several reports whether there is more than one pod of w.
func (t *tree) several(w *workload) bool {
	if w.kind == "DaemonSet" {
		return true
	}
	if n, err := strconv.Atoi(w.root.Get("spec", "replicas").Text()); err == nil && n > 1 {
		return true
	}
	return slices.ContainsFunc(t.objects[scalerKind], func(s yamltree.Node) bool {
		target := s.Get("spec", "scaleTargetRef")
		most, err := strconv.Atoi(s.Get("spec", "maxReplicas").Text())
		return err == nil && most > 1 && target.Get("kind").Text() == w.kind && target.Get("name").Text() == w.name && sameNamespace(s, w.root)
	})
}

// sameNamespace reports whether two objects are in the same namespace: one that does not say which goes where the other does.
func sameNamespace(a, b yamltree.Node) bool {
	x, y := a.Get("metadata", "namespace").Text(), b.Get("metadata", "namespace").Text()
	return x == y || x == "" || y == ""
}
