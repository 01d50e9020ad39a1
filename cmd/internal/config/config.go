// Package config reads the configuration file of a project.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"

	"github.com/shutdownlint/shutdownlint/analyzers"
	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// Name is the name of the file.
const Name = ".shutdownlint.yaml"

// A File is a configuration file that was read. A nil *File says nothing.
type File struct {
	analyzers.Settings
	Exclude []string // patterns for files, relative to the directory of the configuration file, in which nothing is reported

	name string // absolute
	text []byte
	root *yaml.Node
}

// Source returns the name and the text of the file, "" for a nil file.
func (f *File) Source() (name string, text []byte) {
	if f == nil {
		return "", nil
	}
	return f.name, f.text
}

// An Error says what is wrong with a configuration file, and where. It is one line.
type Error struct {
	File string
	Line int // 0 where the whole file is meant
	Text string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Text
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
}

// Find returns the name and the text of the configuration file in dir, or else in the nearest directory above it that has
// one. The name is "" if there is none.
func Find(dir string) (name string, text []byte, err error) {
	for {
		name := filepath.Join(dir, Name)
		text, err := os.ReadFile(name)
		if err == nil {
			return name, text, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", nil, unreadable(name, err)
		}
		if other := filepath.Join(dir, misnamed); exists(other) {
			return "", nil, &Error{File: other, Text: "this file is not read: the name of the configuration file is " + Name}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil, nil
		}
		dir = parent
	}
}

// misnamed is what people call the file who know it from other tools.
const misnamed = ".shutdownlint.yml"

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func unreadable(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &Error{File: name, Text: err.Error()}
}

// Open reads the configuration file called name.
func Open(name string) (*File, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	text, err := os.ReadFile(abs)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return Read(abs, text)
}

// Name returns the absolute name of the file, or "" if there is none.
func (f *File) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

// Load reads the configuration file for dir; the result is nil if there is none.
func Load(dir string) (*File, error) {
	name, text, err := Find(dir)
	if name == "" {
		return nil, err
	}
	return Read(name, text)
}

// Read reads the text of the configuration file called name. What it says about categories is not looked at before Suite.
func Read(name string, text []byte) (*File, error) {
	f := &File{name: name, text: text}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, f.syntax(err)
	}
	if len(doc.Content) == 0 {
		return f, nil // empty, or comments only
	}
	f.root = doc.Content[0]
	if f.root.Kind == yaml.ScalarNode && f.root.Tag == "!!null" {
		return f, nil
	}
	err := f.fields(f.root, map[string]field{
		"disable":   {&f.Disable, "a list of categories"},
		"levels":    {&f.Levels, "a level for each category"},
		"notes":     {&f.Notes, "true or false"},
		"strict":    {&f.Strict, "true or false"},
		"tests":     {&f.Tests, "true or false"},
		"exclude":   {&f.Exclude, "a list of patterns"},
		"resources": {nil, ""},
	})
	if err != nil {
		return nil, err
	}
	if err := f.resources(f.node("resources")); err != nil {
		return nil, err
	}
	for i, pattern := range f.Exclude {
		if !doublestar.ValidatePattern(pattern) {
			return nil, f.fail(f.node("exclude", i), fmt.Sprintf("%q is no pattern", pattern))
		}
	}
	return f, nil
}

// resources reads the list of resources at n, which may be nil.
func (f *File) resources(n *yaml.Node) error {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		return f.fail(n, "resources is to be a list")
	}
	for _, item := range n.Content {
		var r analyzers.Resource
		err := f.fields(resolve(item), map[string]field{
			"type":    {&r.Type, "a type"},
			"from":    {&r.From, "a list of functions"},
			"release": {&r.Release, "a list of functions"},
			"lost":    {&r.Lost, "a text"},
		})
		if err != nil {
			return err
		}
		f.Resources = append(f.Resources, r)
	}
	return nil
}

// A field is where the value of a key goes, and what it has to be; a missing target leaves it for later.
type field struct {
	target any
	want   string
}

// fields reads the mapping at n, which has no keys but those of known.
func (f *File) fields(n *yaml.Node, known map[string]field) error {
	if n.Kind != yaml.MappingNode {
		return f.fail(n, "this is to be a mapping of keys to values")
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		field, ok := known[key.Value]
		switch {
		case !ok:
			return f.fail(key, fmt.Sprintf("unknown key %q; there is %s", key.Value, strings.Join(keys(known), ", ")))
		case seen[key.Value]:
			return f.fail(key, fmt.Sprintf("%s stands here a second time", key.Value))
		}
		seen[key.Value] = true
		if field.target != nil && value.Decode(field.target) != nil {
			return f.fail(value, fmt.Sprintf("%s is to be %s", key.Value, field.want))
		}
	}
	return nil
}

func keys(known map[string]field) []string {
	var names []string
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// resolve follows an alias.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// node returns the value at the given keys and indices, or the nearest one around it, or nil for a key that is not there.
func (f *File) node(path ...any) *yaml.Node {
	n := f.root
	for i, step := range path {
		next := child(n, step)
		if next == nil {
			if i == 0 {
				return nil
			}
			return n
		}
		n = next
	}
	return n
}

func child(n *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return resolve(n.Content[i+1])
			}
		}
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return resolve(n.Content[step])
		}
	}
	return nil
}

func (f *File) fail(n *yaml.Node, text string) error {
	e := &Error{File: f.name, Text: text}
	if n != nil {
		e.Line = n.Line
	}
	return e
}

// located is the form of the library's errors about syntax.
var located = regexp.MustCompile(`^yaml: (?:unmarshal errors:\s*)?line (\d+): (.*)`)

func (f *File) syntax(err error) error {
	e := &Error{File: f.name, Text: string(bytes.ReplaceAll([]byte(strings.TrimPrefix(err.Error(), "yaml: ")), []byte("\n"), []byte(" ")))}
	if m := located.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Text = m[2]
	}
	return e
}

// Suite returns the checks with the settings of the file.
func (f *File) Suite() (*driver.Suite, error) {
	if f == nil {
		return driver.New(analyzers.Settings{}, nil)
	}
	var excluded func(string) bool
	if len(f.Exclude) > 0 {
		excluded = f.excluded
	}
	suite, err := driver.New(f.Settings, excluded)
	return suite, f.Locate(err)
}

// Locate turns an error about one of the settings into one that says where in the file it is.
func (f *File) Locate(err error) error {
	var setting *analyzers.SettingError
	if !errors.As(err, &setting) {
		return err
	}
	return f.fail(f.node(setting.Path...), setting.Error())
}

// excluded reports whether a pattern names the file, or a directory around it.
func (f *File) excluded(file string) bool {
	rel, err := filepath.Rel(filepath.Dir(f.name), file)
	if err != nil {
		return false
	}
	rel = filepath.ToSlash(rel)
	return slices.ContainsFunc(f.Exclude, func(pattern string) bool {
		pattern = strings.TrimSuffix(strings.TrimPrefix(pattern, "./"), "/")
		return doublestar.MatchUnvalidated(pattern, rel) || doublestar.MatchUnvalidated(pattern+"/**", rel)
	})
}
