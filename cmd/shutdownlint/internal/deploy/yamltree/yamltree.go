// Package yamltree looks things up in YAML: by their keys, through anchors and merge keys, and with where they stand.
package yamltree

import (
	"bytes"
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
