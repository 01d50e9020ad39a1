package load

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// Roots returns the directories in which to ask the go command for the patterns. That is the working directory, "", but
// where they ask for all there is at the root of a tree of modules, with no module or workspace around them: the go command
// refuses that, and each of the modules is a root.
func Roots(wd string, patterns []string) []string {
	here := []string{""}
	if !slices.Equal(patterns, []string{"./..."}) || os.Getenv("GO111MODULE") == "off" {
		return here
	}
	for up := wd; ; up = filepath.Dir(up) {
		if exists(filepath.Join(up, "go.mod")) || exists(filepath.Join(up, "go.work")) {
			return here
		}
		if up == filepath.Dir(up) {
			break
		}
	}
	var found []string
	filepath.WalkDir(wd, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && d != nil && d.IsDir():
			return fs.SkipDir // what cannot be read is not asked for
		case d == nil || !d.IsDir():
			return nil
		case path != wd && skipped(d.Name()):
			return fs.SkipDir
		case exists(filepath.Join(path, "go.mod")):
			found = append(found, path)
		}
		return nil
	})
	if found == nil {
		return here
	}
	return found
}

// Patterns returns what to ask the go command for in place of the patterns. They differ where these ask for all there is in a directory
// of a workspace that is part of no module: the go command refuses that, and each of the workspace's modules below it is meant.
func Patterns(wd string, patterns []string) []string {
	if !slices.Equal(patterns, []string{"./..."}) || os.Getenv("GO111MODULE") == "off" || os.Getenv("GOWORK") != "" {
		return patterns
	}
	for up := wd; ; up = filepath.Dir(up) {
		if exists(filepath.Join(up, "go.mod")) {
			return patterns
		}
		if work := filepath.Join(up, "go.work"); exists(work) {
			if found := used(work, wd); len(found) > 0 {
				return found
			}
			return patterns
		}
		if up == filepath.Dir(up) {
			return patterns
		}
	}
}

// used returns patterns for the modules that a go.work uses, as far as they are below here.
func used(work, here string) []string {
	text, err := os.ReadFile(work)
	if err != nil {
		return nil // the go command will complain
	}
	f, err := modfile.ParseWork(work, text, nil)
	if err != nil {
		return nil
	}
	var patterns []string
	for _, use := range f.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(work), dir)
		}
		if rel, err := filepath.Rel(here, dir); err == nil && filepath.IsLocal(rel) {
			patterns = append(patterns, "./"+filepath.ToSlash(rel)+"/...")
		}
	}
	return patterns
}

// skipped reports whether "./..." leaves out directories of that name, or they hold copies of others' code.
func skipped(name string) bool {
	return name == "vendor" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func exists(file string) bool {
	info, err := os.Stat(file)
	return err == nil && !info.IsDir()
}

// Programs are those of several modules, which know nothing of each other.
type Programs []*Program

// Editable reports whether file belongs to a unit of one of the main modules.
func (ps Programs) Editable(file string) bool {
	return slices.ContainsFunc(ps, func(p *Program) bool { return p.Editable(file) })
}

// PackageName returns the name of the package that file imports by path, or "" if that is unknown.
func (ps Programs) PackageName(file, path string) string {
	for _, p := range ps {
		if name := p.PackageName(file, path); name != "" {
			return name
		}
	}
	return ""
}
