// Package dockerfile reads Dockerfiles: their instructions, with where they stand, and their stages.
//
// It reads what a stop can depend on and takes everything as it comes: an instruction that it does not know is one with a
// name and arguments. Nothing is an error; a text without FROM has no stages.
package dockerfile

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A File is what a Dockerfile says.
type File struct {
	*text.File
	Escape byte // what ends a line that goes on
	Stages []*Stage
}

// A Stage begins with FROM.
type Stage struct {
	Name         string // as FROM … AS says, in lower case, or ""
	Base         string // the image or stage that it starts from, as far as ARG gives a value
	Parent       *Stage // the stage called Base, or nil
	From         *Instruction
	Instructions []*Instruction
}

// An Instruction is one instruction.
type Instruction struct {
	Name  string // in upper case
	Flags []Flag
	Args  string    // what follows the flags, with lines that go on joined
	Span  text.Span // from its name to its end
	At    text.Span // of Args, from its first to its last character
	Exec  []string  // the words of the JSON form
	JSON  bool      // it has the JSON form
	Plain bool      // Args stands in the file as it is here, on one line
	Docs  []string  // the bodies of here-documents

	pieces []piece // where Args stands
}

// A piece is a part of the arguments that stands on one line.
type piece struct{ joined, file int }

// Offset returns where in the file the byte of Args with that index stands.
func (i *Instruction) Offset(index int) int {
	at := i.At.Start + index
	for _, p := range i.pieces {
		if p.joined <= index {
			at = p.file + index - p.joined
		}
	}
	return at
}

// A Flag is an option before the arguments: --from=build.
type Flag struct{ Name, Value string }

// Flag returns the value of a flag, or "".
func (i *Instruction) Flag(name string) string {
	for _, f := range i.Flags {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Parse reads a Dockerfile.
func Parse(src *text.File) *File {
	f := &File{File: src, Escape: '\\'}
	r := &reader{file: src, line: 1}
	r.directives()
	f.Escape = r.escape()
	args := make(map[string]string)
	for {
		i := r.next()
		if i == nil {
			return f
		}
		switch {
		case i.Name == "FROM":
			f.Stages = append(f.Stages, f.stage(i, args))
		case len(f.Stages) > 0:
			last := f.Stages[len(f.Stages)-1]
			last.Instructions = append(last.Instructions, i)
		case i.Name == "ARG":
			for _, word := range strings.Fields(i.Args) {
				name, value, given := strings.Cut(word, "=")
				if given {
					args[name] = expand(unquote(value), args)
				}
			}
		}
	}
}

// stage makes a stage of a FROM instruction.
func (f *File) stage(from *Instruction, args map[string]string) *Stage {
	s := &Stage{From: from}
	words := strings.Fields(from.Args)
	if len(words) > 0 {
		s.Base = expand(unquote(words[0]), args)
	}
	if len(words) > 2 && strings.EqualFold(words[1], "AS") {
		s.Name = strings.ToLower(words[2])
	}
	for _, earlier := range f.Stages {
		if earlier.Name != "" && earlier.Name == strings.ToLower(s.Base) {
			s.Parent = earlier
		}
	}
	return s
}

// Stage returns the stage of that name or number, or nil.
func (f *File) Stage(name string) *Stage {
	for i, s := range f.Stages {
		if s.Name != "" && s.Name == strings.ToLower(name) || name == itoa(i) {
			return s
		}
	}
	return nil
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + itoa(i%10)
}

// Root returns the stage at the end of the chain of parents: the one that starts from an image.
func (s *Stage) Root() *Stage {
	for s.Parent != nil {
		s = s.Parent
	}
	return s
}

// Chain returns the instructions that make the stage: those of its parents, and its own.
func (s *Stage) Chain() []*Instruction {
	if s.Parent == nil {
		return s.Instructions
	}
	parents := s.Parent.Chain()
	return append(parents[:len(parents):len(parents)], s.Instructions...)
}

// Targets returns the stages that somebody may want to run: those that no other stage is made from.
func (f *File) Targets() []*Stage {
	used := make(map[*Stage]bool)
	for _, s := range f.Stages {
		if s.Parent != nil {
			used[s.Parent] = true
		}
		for _, i := range s.Instructions {
			if from := i.Flag("from"); from != "" {
				used[f.Stage(from)] = true
			}
			for part := range strings.SplitSeq(i.Flag("mount"), ",") {
				if from, ok := strings.CutPrefix(part, "from="); ok {
					used[f.Stage(from)] = true
				}
			}
		}
	}
	var targets []*Stage
	for n, s := range f.Stages {
		if !used[s] || n == len(f.Stages)-1 {
			targets = append(targets, s)
		}
	}
	return targets
}

var variable = regexp.MustCompile(`\$(?:(\w+)|\{(\w+)(?::?([-+])([^{}]*))?\})`)

// longest is the length of a value that can name an image. Values made of values could double with each line.
const longest = 1000

// expand replaces variables by the values of args. What has no value stays as it is.
func expand(s string, args map[string]string) string {
	if len(s) > longest {
		return s[:longest]
	}
	return variable.ReplaceAllStringFunc(s, func(ref string) string {
		m := variable.FindStringSubmatch(ref)
		value, ok := args[m[1]+m[2]]
		switch {
		case m[3] == "-" && value == "":
			return expand(m[4], args)
		case m[3] == "+" && value != "":
			return expand(m[4], args)
		case m[3] == "+":
			return ""
		case ok:
			return value
		}
		return ref
	})
}

func unquote(s string) string {
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// exec reads the JSON form. A list that is no JSON, as with single quotes, is not one.
func exec(args string) ([]string, bool) {
	if !strings.HasPrefix(args, "[") {
		return nil, false
	}
	var words []string
	if err := json.Unmarshal([]byte(args), &words); err != nil {
		return nil, false
	}
	return words, true
}
