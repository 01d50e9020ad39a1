package output

import (
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A tree is where names of files begin that other programs get to read.
type tree struct{ prefix string }

// repository is the tree of the repository around the working directory, or of the working directory if there is none.
func repository() tree {
	wd, err := os.Getwd()
	if err != nil {
		return tree{}
	}
	for dir := wd; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return below(dir, wd)
		}
		if dir == filepath.Dir(dir) {
			return tree{}
		}
	}
}

// below is the tree of dir for who works in wd.
func below(dir, wd string) tree {
	rel, err := filepath.Rel(dir, wd)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return tree{}
	}
	return tree{filepath.ToSlash(rel)}
}

// file returns the name in the tree of a file whose name is relative to the working directory.
func (t tree) file(name string) string {
	if name == "" || path.IsAbs(name) || filepath.IsAbs(name) {
		return name
	}
	return path.Join(t.prefix, name)
}
