package deploy

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// Stdin is the name of what came through standard input.
const Stdin = "<stdin>"

// Manifests are rendered manifests of Kubernetes, that somebody names.
type Manifests struct {
	Paths []string // of files, and of directories with all below them
	Stdin []byte   // what came through standard input; nil for nothing
}

// readGiven reads the manifests that somebody named. Of these it is said what cannot be read.
func (t *tree) readGiven() {
	if t.config.Manifests == nil {
		return
	}
	for _, path := range t.config.Manifests.Paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			switch ext := strings.ToLower(filepath.Ext(name)); {
			case name != path && ext != ".yaml" && ext != ".yml" && ext != ".json":
				return nil
			}
			content, err := os.ReadFile(name)
			if err == nil {
				t.readNamed(text.New(name, content))
			}
			return err
		})
		if err != nil {
			t.result.Errors = append(t.result.Errors, finding.Error{File: path, Message: err.Error()})
		}
	}
	if t.config.Manifests.Stdin != nil {
		t.readNamed(text.New(Stdin, t.config.Manifests.Stdin))
	}
}

func (t *tree) readNamed(src *text.File) {
	t.given[src.Name] = true
	t.guard(src.Name, func() {
		t.readManifest(src)
		t.took(src, manifestKind)
	})
}
