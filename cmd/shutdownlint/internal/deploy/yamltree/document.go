package yamltree

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"

	"go.yaml.in/yaml/v3"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// longest is the size of a document, in bytes, from which on it was not written by a person.
const longest = 2 << 20

// An Error says why a document could not be read.
type Error struct {
	Line     int
	Message  string
	Template bool // the document has the marks of a template: it is not meant to be read as it is
}

var template = regexp.MustCompile(`\{\{|\{%|<%|(?m:^\s*#@)`)

var errorLine = regexp.MustCompile(`^(yaml: )?(line \d+: )?`)

// read is what the library makes of a text.
func read(text []byte) (n *yaml.Node, message string) {
	return decode(func(n any) error { return yaml.Unmarshal(text, n) })
}

// decode returns the node that a function of the library fills in.
func decode(into func(any) error) (n *yaml.Node, message string) {
	defer func() {
		if r := recover(); r != nil {
			n, message = nil, fmt.Sprint(r)
		}
	}()
	n = new(yaml.Node)
	if err := into(n); err != nil {
		return nil, err.Error()[len(errorLine.FindString(err.Error())):]
	}
	return n, ""
}

// error says in which line of the file a mistake is: in the first one with which the text cannot be read for that reason. (The library
// tells where that began which it could not read, or nothing.)
func (d Document) error(message string) *Error {
	e := &Error{d.doc.first + 1, message, template.Match(d.Text)}
	if len(d.Text) > longest {
		return e
	}
	lines := bytes.SplitAfter(d.Text, []byte("\n"))
	ends := make([]int, len(lines))
	end := 0
	for i, line := range lines {
		end += len(line)
		ends[i] = end
	}
	e.Line += sort.Search(len(ends)-1, func(i int) bool {
		_, same := read(d.Text[:ends[i]])
		return same == message
	})
	return e
}

// A Document is one of those that a file is made of, not yet read.
type Document struct {
	Text []byte
	doc  *document
}

// File returns the file that d is from.
func (d Document) File() *text.File { return d.doc.file }

// Documents takes a file apart: a mistake in one document, as in a template, leaves the others readable.
func Documents(f *text.File) []Document {
	var all []Document
	start, first := 0, 0
	flush := func(end, line int) {
		all = append(all, Document{f.Content[start:end], &document{f, first}})
		start, first = end, line
	}
	for line := 2; line <= f.Lines(); line++ {
		s := f.Line(line)
		if rest, ok := bytes.CutPrefix(f.Content[s.Start:s.End], []byte("---")); ok && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t') {
			flush(s.Start, line-1)
		}
	}
	flush(len(f.Content), f.Lines())
	return all
}

// Parse reads a document of at most so many bytes. Its root is not valid if there is nothing in it.
func (d Document) Parse(most int) (root Node, err *Error) {
	if len(d.Text) > most {
		return Node{}, &Error{Line: d.doc.first + 1, Message: fmt.Sprintf("a document of more than %d MiB", most>>20)}
	}
	n, message := read(d.Text)
	if n == nil {
		return Node{}, d.error(message)
	}
	if len(n.Content) == 0 {
		return Node{}, nil
	}
	return Node{n.Content[0], d.doc}, nil
}

// ParseAll reads documents as Parse does each of them: for each there is a root, or an error.
func ParseAll(documents []Document, most int) (roots []Node, errs []*Error) {
	errs = make([]*Error, len(documents))
	if roots = together(documents, most); roots != nil {
		return roots, errs
	}
	roots = make([]Node, len(documents))
	for i, d := range documents {
		roots[i], errs[i] = d.Parse(most)
	}
	return roots, errs
}

// together reads documents as one stream: the library prepares itself once and not for each, which is a fifth of the work if they are
// small. It returns nil if they have to be read one by one: for what is wrong with one of them, or because the library lets a document
// use the anchors of another.
func together(documents []Document, most int) []Node {
	var stream bytes.Buffer
	before := make([]int, len(documents)) // how many lines of the stream are in front of each
	lines := 0
	for i, d := range documents {
		if !bytes.HasPrefix(d.Text, []byte("---")) || bytes.IndexByte(d.Text, '&') >= 0 || len(d.Text) > most {
			return nil
		}
		if i > 0 && !bytes.HasSuffix(documents[i-1].Text, []byte("\n")) {
			return nil // the end of a file, behind which another one cannot be put
		}
		before[i] = lines
		lines += bytes.Count(d.Text, []byte("\n"))
		stream.Write(d.Text)
	}
	decoder := yaml.NewDecoder(&stream)
	roots := make([]Node, len(documents))
	for i, d := range documents {
		n, _ := decode(decoder.Decode)
		if n == nil || n.Line != before[i]+1 {
			return nil
		}
		if len(n.Content) > 0 {
			roots[i] = Node{n.Content[0], &document{d.doc.file, d.doc.first - before[i]}}
		}
	}
	if n, _ := decode(decoder.Decode); n != nil {
		return nil
	}
	return roots
}

// Parse returns the roots of the documents in f that are relevant, and why others could not be read.
func Parse(f *text.File, relevant func(document []byte) bool) (roots []Node, errs []Error) {
	for _, d := range Documents(f) {
		if !relevant(d.Text) {
			continue
		}
		root, err := d.Parse(longest)
		switch {
		case err != nil:
			errs = append(errs, *err)
		case root.Valid():
			roots = append(roots, root)
		}
	}
	return roots, errs
}
