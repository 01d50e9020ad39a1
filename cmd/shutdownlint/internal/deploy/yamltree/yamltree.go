// Package yamltree looks things up in YAML: by their keys, through anchors and merge keys, and with where they stand.
package yamltree

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A Node is a value in a file. Its zero value stands for one that is not there.
type Node struct {
	node *yaml.Node
	doc  *document
}

type document struct {
	file  *text.File
	first int // the line before the document's first one
}

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

// Valid reports whether n is there.
func (n Node) Valid() bool { return n.node != nil }

// File returns the file that n is from.
func (n Node) File() *text.File { return n.doc.file }

// resolved follows aliases.
func (n Node) resolved() *yaml.Node {
	node := n.node
	for i := 0; node != nil && node.Kind == yaml.AliasNode && i < 10; i++ {
		node = node.Alias
	}
	return node
}

// Get returns what stands under the keys, one below the other, or the zero Node.
func (n Node) Get(keys ...string) Node {
	for _, key := range keys {
		_, n = n.Entry(key)
	}
	return n
}

// Entry returns the key called key in a mapping, and its value.
func (n Node) Entry(key string) (k, v Node) {
	merges := false
	if m := n.resolved(); m != nil && m.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if m.Content[i].Tag == "!!merge" {
				merges = true
			} else if m.Content[i].Value == key {
				return Node{m.Content[i], n.doc}, Node{m.Content[i+1], n.doc}
			}
		}
	}
	if merges {
		for _, e := range n.entries() {
			if e[0].Value == key {
				return Node{e[0], n.doc}, Node{e[1], n.doc}
			}
		}
	}
	return Node{}, Node{}
}

// entries returns the keys and values of a mapping, its own first and then those that it merges.
func (n Node) entries() [][2]*yaml.Node {
	var all [][2]*yaml.Node
	seen := make(map[*yaml.Node]bool) // a mapping that is merged twice adds nothing
	var add func(n Node)
	add = func(n Node) {
		m := n.resolved()
		if m == nil || m.Kind != yaml.MappingNode || seen[m] {
			return
		}
		seen[m] = true
		var merged []*yaml.Node
		for i := 0; i+1 < len(m.Content); i += 2 {
			k, v := m.Content[i], m.Content[i+1]
			if k.Tag != "!!merge" {
				all = append(all, [2]*yaml.Node{k, v})
			} else if list := (Node{v, n.doc}).resolved(); list != nil && list.Kind == yaml.SequenceNode {
				merged = append(merged, list.Content...)
			} else {
				merged = append(merged, v)
			}
		}
		for _, source := range merged {
			add(Node{source, n.doc})
		}
	}
	add(n)
	return all
}

// Keys returns the keys of a mapping.
func (n Node) Keys() []Node {
	var keys []Node
	for _, e := range n.entries() {
		keys = append(keys, Node{e[0], n.doc})
	}
	return keys
}

// Items returns the elements of a list.
func (n Node) Items() []Node {
	m := n.resolved()
	if m == nil || m.Kind != yaml.SequenceNode {
		return nil
	}
	var items []Node
	for _, item := range m.Content {
		items = append(items, Node{item, n.doc})
	}
	return items
}

// Text returns the text of a scalar, or "".
func (n Node) Text() string {
	m := n.resolved()
	if m == nil || m.Kind != yaml.ScalarNode || m.Tag == "!!null" {
		return ""
	}
	return m.Value
}

// IsMapping reports whether n has keys.
func (n Node) IsMapping() bool {
	m := n.resolved()
	return m != nil && m.Kind == yaml.MappingNode
}

// IsScalar reports whether n is a text, a number or the like.
func (n Node) IsScalar() bool {
	m := n.resolved()
	return m != nil && m.Kind == yaml.ScalarNode && m.Tag != "!!null"
}

// Words returns the elements of a list of texts. It is not ok if n is something else.
func (n Node) Words() (words []string, ok bool) {
	m := n.resolved()
	if m == nil || m.Kind != yaml.SequenceNode {
		return nil, false
	}
	for _, item := range n.Items() {
		if !item.IsScalar() {
			return nil, false
		}
		words = append(words, item.Text())
	}
	return words, true
}

// Span returns where n stands: a scalar on one line as a whole, of anything else the first character.
func (n Node) Span() text.Span {
	start := n.doc.file.Offset(n.doc.first+n.node.Line, n.node.Column)
	span := text.Span{Start: start, End: start}
	if n.node.Kind == yaml.ScalarNode {
		for _, form := range []string{n.node.Value, `"` + n.node.Value + `"`, "'" + n.node.Value + "'"} {
			if form != "" && bytes.HasPrefix(n.doc.file.Content[start:], []byte(form)) {
				span.End = start + len(form)
			}
		}
	}
	return span
}

// Exact reports whether Span is the whole of a scalar that stands in the file as it is, and not behind an alias.
func (n Node) Exact() bool {
	s := n.Span()
	return n.node.Kind == yaml.ScalarNode && s.End > s.Start
}

// Insertion returns where a line can be put in front of the first key of a mapping, and how far it must be indented. It is
// not ok for a mapping that does not begin a line, or that is written with braces or shared by an anchor.
func (n Node) Insertion() (at int, indent string, ok bool) {
	m := n.node
	if m.Kind != yaml.MappingNode || m.Style&yaml.FlowStyle != 0 || m.Anchor != "" || len(m.Content) == 0 {
		return 0, "", false
	}
	f := n.doc.file
	first := Node{m.Content[0], n.doc}.Span().Start
	line, _ := f.Position(first)
	start := f.Line(line).Start
	indent = string(f.Content[start:first])
	return start, indent, strings.Trim(indent, " ") == ""
}

// Behind returns where lines can be put behind the entry called key of a mapping, and how far they must be indented. It is not ok
// unless key and value are written on one line and nothing else is, or for a mapping that is written with braces or shared by an
// anchor.
func (n Node) Behind(key string) (at int, indent string, ok bool) {
	m := n.node
	if m.Kind != yaml.MappingNode || m.Style&yaml.FlowStyle != 0 || m.Anchor != "" {
		return 0, "", false
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := (Node{m.Content[i], n.doc}), (Node{m.Content[i+1], n.doc})
		if k.Text() != key || !v.Exact() || k.node.Line != v.node.Line {
			continue
		}
		f := n.doc.file
		line, column := f.Position(k.Span().Start)
		if rest := strings.TrimSpace(f.Text(text.Span{Start: v.Span().End, End: f.Line(line).End})); rest != "" && rest[0] != '#' {
			return 0, "", false // the text goes on
		}
		if line == f.Lines() {
			return 0, "", false // no line end to stand behind
		}
		return f.Line(line + 1).Start, strings.Repeat(" ", column-1), true
	}
	return 0, "", false
}

// Whole returns all of the entry called key of a mapping, from the key to the end of its value. It is not ok if a comment stands
// within it, or anything whose end cannot be told.
func (n Node) Whole(key string) (text.Span, bool) {
	k, v := n.Entry(key)
	if !k.Valid() || n.node.Kind != yaml.MappingNode {
		return text.Span{}, false
	}
	end, ok := v.end()
	span := text.Span{Start: k.Span().Start, End: end}
	if !ok || end < span.Start || strings.Contains(n.doc.file.Text(span), "#") {
		return text.Span{}, false
	}
	return span, true
}

// end returns where n ends.
func (n Node) end() (int, bool) {
	content := n.doc.file.Content
	switch n.node.Kind {
	case yaml.ScalarNode:
		return n.Span().End, n.Exact()
	case yaml.MappingNode, yaml.SequenceNode:
		if len(n.node.Content) == 0 || n.node.Anchor != "" {
			return 0, false
		}
		end, ok := Node{n.node.Content[len(n.node.Content)-1], n.doc}.end()
		if !ok || n.node.Style&yaml.FlowStyle == 0 {
			return end, ok
		}
		closing := byte('}')
		if n.node.Kind == yaml.SequenceNode {
			closing = ']'
		}
		for ; end < len(content); end++ {
			switch content[end] {
			case closing:
				return end + 1, true
			case ' ', '\t', '\r', '\n', ',':
			default:
				return 0, false
			}
		}
	}
	return 0, false
}
