package deploy

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/yamltree"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// Stdin is the name of what came through standard input.
const Stdin = "<stdin>"

// Manifests are rendered manifests of Kubernetes, that somebody names.
type Manifests struct {
	Paths []string // of files, and of directories with all below them
	Stdin []byte   // what came through standard input; nil for nothing
}

// longestNamed is the size, in bytes, of the largest document of named manifests that is read: a list of all that is in a cluster.
const longestNamed = 64 << 20

// readNamed reads the manifests that somebody named. Of these it is said what cannot be read. There may be many, and nothing
// completes them: each is judged when it has been read, and forgotten.
func (t *tree) readNamed() {
	if t.config.Manifests == nil {
		return
	}
	var all []yamltree.Document
	add := func(src *text.File) {
		t.given[src.Name] = true
		t.took(src, manifestKind)
		for _, d := range yamltree.Documents(src) {
			switch kind := kindOfDocument(d.Text); {
			case kind == serviceKind || kind == scalerKind || kind == "" && beside.Match(d.Text) && !aboutPods(d.Text): // JSON
				t.behind = append(t.behind, d)
			case t.matters(d.Text):
				all = append(all, d)
			}
		}
	}
	for _, path := range t.config.Manifests.Paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if ext := strings.ToLower(filepath.Ext(name)); name != path && ext != ".yaml" && ext != ".yml" && ext != ".json" {
				return nil
			}
			content, err := os.ReadFile(name)
			if err == nil {
				add(text.New(name, content))
			}
			return err
		})
		if err != nil {
			t.result.Errors = append(t.result.Errors, finding.Error{File: path, Message: err.Error()})
		}
	}
	if t.config.Manifests.Stdin != nil {
		add(text.New(Stdin, t.config.Manifests.Stdin))
	}
	// While some are judged, the next ones are read.
	reads := make(chan []read)
	go func() {
		defer close(reads)
		for batch := range slices.Chunk(all, 256) {
			reads <- parse(batch)
		}
	}()
	for parts := range reads {
		for _, root := range t.noted(parts) {
			before := len(t.workloads)
			t.object(root, 3)
			for _, w := range t.workloads[before:] {
				t.guard(w.root.File().Name, func() { t.kube(w) })
			}
			t.workloads = t.workloads[:before]
			clear(t.namesakes)
		}
	}
}

// A read is what came of reading documents: for each a root, or an error.
type read struct {
	documents []yamltree.Document
	roots     []yamltree.Node
	errs      []*yamltree.Error
}

// parse reads documents, in as many parts as can be read at once.
func parse(documents []yamltree.Document) []read {
	n := runtime.GOMAXPROCS(0)
	var parts []read
	for part := range slices.Chunk(documents, (len(documents)+n-1)/n) {
		parts = append(parts, read{documents: part})
	}
	var workers sync.WaitGroup
	for i := range parts {
		workers.Go(func() { parts[i].roots, parts[i].errs = yamltree.ParseAll(parts[i].documents, longestNamed) })
	}
	workers.Wait()
	return parts
}

// noted notes what could not be read, and returns the rest.
func (t *tree) noted(parts []read) []yamltree.Node {
	var found []yamltree.Node
	for _, r := range parts {
		for i, root := range r.roots {
			if err := r.errs[i]; err != nil {
				t.result.Errors = append(t.result.Errors, finding.Error{File: r.documents[i].File().Name, Line: err.Line, Message: err.Message})
			} else if root.Valid() {
				found = append(found, root)
			}
		}
	}
	return found
}

var (
	probed  = regexp.MustCompile(`path["']?\s*:\s*["']?([^\s"',}]+)`)
	started = regexp.MustCompile(`command["']?\s*:`)
)

// kindOfDocument returns the kind that a document in block style is of, as far as its text tells, or "".
func kindOfDocument(doc []byte) string {
	key := []byte("kind:")
	for at := 0; ; at += len(key) {
		i := bytes.Index(doc[at:], key)
		if i < 0 {
			return ""
		}
		if at += i; at == 0 || doc[at-1] == '\n' {
			line, _, _ := bytes.Cut(doc[at+len(key):], []byte("\n"))
			kind := string(bytes.Trim(line, " \t\r\"'"))
			if strings.ContainsFunc(kind, func(r rune) bool { return !unicode.IsLetter(r) }) {
				return ""
			}
			return kind
		}
	}
}

// matters reports whether something may be wrong with what a document says, as far as its text tells. Most documents are about
// other things than pods, and most pods run no program that is known.
func (t *tree) matters(doc []byte) bool {
	if !aboutPods(doc) {
		return false
	}
	if kindOfDocument(doc) == "" || bytes.Contains(doc, []byte(": *")) || bytes.Contains(doc, []byte("- *")) || bytes.Contains(doc, []byte("command")) && started.Match(doc) {
		return true // a list, something that stands elsewhere, or a process of its own
	}
	for i := range t.config.Programs {
		p := &t.config.Programs[i]
		if bytes.Contains(doc, []byte(nameOf(p.Path))) || bytes.Contains(doc, []byte(nameOf(p.ModulePath))) {
			return true
		}
	}
	for _, b := range t.built {
		if bytes.Contains(doc, []byte(b.repository)) {
			return true
		}
	}
	if !bytes.Contains(doc, []byte("readinessProbe")) {
		return true
	}
	paths := make(map[string]bool) // liveness and readiness ask the same
	for _, m := range probed.FindAllSubmatch(doc, -1) {
		if paths[string(m[1])] {
			return true
		}
		paths[string(m[1])] = true
	}
	return false
}
