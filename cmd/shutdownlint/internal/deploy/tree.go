package deploy

import (
	gobuild "go/build"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Root is a directory whose deployment files are read, with all below it if Deep.
type Root struct {
	Dir  string // absolute
	Deep bool
}

// Roots returns the directories that package patterns name. Import paths name none: what is deployed stands beside the
// source, and whoever asks for packages by path may have it anywhere.
func Roots(wd string, patterns []string) []Root {
	var roots []Root
	for _, p := range patterns {
		p = filepath.ToSlash(p)
		dir, deep := strings.CutSuffix(p, "/...")
		if strings.Contains(dir, "...") || !filepath.IsAbs(filepath.FromSlash(dir)) && dir != "." && dir != ".." && !strings.HasPrefix(dir, "./") && !strings.HasPrefix(dir, "../") {
			continue
		}
		dir = filepath.FromSlash(dir)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(wd, dir)
		}
		if root := (Root{filepath.Clean(dir), deep}); !slices.Contains(roots, root) {
			roots = append(roots, root)
		}
	}
	return roots
}

// holds reports whether the file called name is among those of the root.
func (r Root) holds(name string) bool {
	dir := filepath.Dir(name)
	return dir == r.Dir || r.Deep && (strings.HasPrefix(dir, r.Dir+string(filepath.Separator)) || filepath.Dir(r.Dir) == r.Dir)
}

// A kind is a kind of deployment file.
type kind int

const (
	none kind = iota
	dockerfileKind
	composeKind
	manifestKind // any YAML may be one
	unitKind
	supervisorKind
	flyKind
	nomadKind
	taskKind // a task definition of ECS, in JSON
)

// kindOf tells a file's kind by its name.
func kindOf(name string) kind {
	lower := strings.ToLower(name)
	ext := filepath.Ext(lower)
	switch {
	case ext == ".yaml" || ext == ".yml":
		if strings.HasPrefix(lower, "docker-compose") || strings.HasPrefix(lower, "compose") {
			return composeKind
		}
		return manifestKind
	case ext == ".service":
		return unitKind
	case strings.HasPrefix(lower, "supervisor") && (ext == ".conf" || ext == ".ini"):
		return supervisorKind
	case strings.HasPrefix(lower, "fly.") && ext == ".toml":
		return flyKind
	case ext == ".nomad" || ext == ".hcl" && strings.Contains(lower, "nomad"):
		return nomadKind
	case ext == ".json" && strings.Contains(lower, "task") && (strings.Contains(lower, "def") || strings.Contains(lower, "ecs")):
		return taskKind
	case ext == ".dockerignore" || ext == ".md" || ext == ".go" || ext == ".sh" || ext == ".tmpl" || ext == ".tpl" || ext == ".j2":
		return none
	case strings.HasPrefix(name, "Dockerfile") || strings.HasPrefix(name, "Containerfile") || ext == ".dockerfile":
		return dockerfileKind
	}
	return none
}

// visible are the hidden directories in which deployment files are kept.
var visible = []string{".docker", ".deploy", ".k8s", ".kube", ".container"}

// skips reports whether the directory called name holds nothing of the tree's own.
func skips(name string) bool {
	switch name {
	case "vendor", "testdata", "node_modules":
		return true
	}
	return (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) && !slices.Contains(visible, name)
}

// A place is a file that may be a deployment file.
type place struct {
	path string
	kind kind
}

// places finds the files of the trees, sorted by path. Nested modules are trees of their own; modules are the directories
// of those under analysis. What cannot be read is passed over.
func places(roots []Root, modules map[string]bool) []place {
	var found []place
	for _, root := range roots {
		filepath.WalkDir(root.Dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case !d.IsDir():
				if k := kindOf(d.Name()); k != none && d.Type().IsRegular() {
					found = append(found, place{path, k})
				}
				return nil
			case path == root.Dir:
				return nil
			case !root.Deep || skips(d.Name()) || !modules[path] && isFile(filepath.Join(path, "go.mod")):
				return filepath.SkipDir
			}
			return nil
		})
	}
	slices.SortFunc(found, func(a, b place) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(found)
}

// mains finds the main packages of the module with that path whose root is at dir.
func mains(dir, module string) []Program {
	var found []Program
	filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return nil
		case name != dir && (skips(d.Name()) || isFile(filepath.Join(name, "go.mod"))):
			return filepath.SkipDir
		}
		if pkg, err := gobuild.ImportDir(name, 0); err == nil && pkg.Name == "main" {
			if rel, err := filepath.Rel(dir, name); err == nil {
				found = append(found, Program{Path: path.Join(module, filepath.ToSlash(rel)), Dir: name, ModulePath: module, ModuleDir: dir, Unasked: true})
			}
		}
		return nil
	})
	return found
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
