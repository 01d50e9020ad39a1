// Package hcl reads the blocks and attributes of HashiCorp's configuration language. It works nothing out: an attribute is the text
// behind its equals sign. What it cannot read it passes over.
package hcl

import (
	"bytes"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A Block has a type, labels, and a body in braces. The file itself is a block without a type.
type Block struct {
	Type   string
	Labels []string
	At     text.Span // of the type
	Attrs  []Attr
	Blocks []*Block
}

// An Attr is an attribute.
type Attr struct {
	Key   string
	Value string    // as the file has it
	At    text.Span // of the value
}

// deepest bounds how far blocks are in each other.
const deepest = 50

// Parse reads a file.
func Parse(f *text.File) *Block {
	r := &reader{src: f.Content}
	return r.body(&Block{}, 0)
}

// Get returns an attribute of a block.
func (b *Block) Get(key string) (Attr, bool) {
	for _, a := range b.Attrs {
		if a.Key == key {
			return a, true
		}
	}
	return Attr{}, false
}

// Child returns the first block of a type in b, or an empty one.
func (b *Block) Child(kind string) *Block {
	for _, c := range b.Blocks {
		if c.Type == kind {
			return c
		}
	}
	return &Block{}
}

// Label returns the first label of a block, or "".
func (b *Block) Label() string {
	if len(b.Labels) == 0 {
		return ""
	}
	return b.Labels[0]
}

// Text returns the text that a plain string stands for; it is not ok for anything else, and for a string with something to be worked
// out.
func (a Attr) Text() (string, bool) {
	n := len(a.Value)
	if n < 2 || a.Value[0] != '"' || a.Value[n-1] != '"' || strings.ContainsAny(a.Value[1:n-1], `"\`) || strings.Contains(a.Value, "${") {
		return "", false
	}
	return a.Value[1 : n-1], true
}

// Words returns the texts of a list of plain strings.
func (a Attr) Words() (words []string, ok bool) {
	if len(a.Value) < 2 || a.Value[0] != '[' || a.Value[len(a.Value)-1] != ']' {
		return nil, false
	}
	r := &reader{src: []byte(a.Value[1 : len(a.Value)-1])}
	for {
		r.space(true)
		switch {
		case r.at == len(r.src):
			return words, true
		case r.src[r.at] == ',':
			r.at++
		case r.src[r.at] == '"':
			start := r.at
			r.quoted()
			word, plain := Attr{Value: string(r.src[start:r.at])}.Text()
			if !plain {
				return nil, false
			}
			words = append(words, word)
		default:
			return nil, false
		}
	}
}

type reader struct {
	src []byte
	at  int
}

// body reads what is between the braces of b.
func (r *reader) body(b *Block, depth int) *Block {
	for {
		r.space(true)
		if r.at == len(r.src) {
			return b
		}
		if r.src[r.at] == '}' {
			r.at++
			return b
		}
		start := r.at
		name := r.word()
		if name == "" {
			r.at = min(r.at+1, len(r.src)) // nothing that is known
			continue
		}
		r.space(false)
		if r.at < len(r.src) && r.src[r.at] == '=' && !r.follows("==") {
			r.at++
			r.space(false)
			from := r.at
			r.value()
			value := strings.TrimRight(string(r.src[from:r.at]), " \t\r")
			b.Attrs = append(b.Attrs, Attr{name, value, text.Span{Start: from, End: from + len(value)}})
			continue
		}
		block := &Block{Type: name, At: text.Span{Start: start, End: start + len(name)}}
		for r.at < len(r.src) && r.src[r.at] != '{' && r.src[r.at] != '\n' {
			if label := r.word(); label != "" {
				block.Labels = append(block.Labels, label)
			} else {
				r.at = min(r.at+1, len(r.src))
			}
			r.space(false)
		}
		if r.at < len(r.src) && r.src[r.at] == '{' {
			r.at++
			if depth < deepest {
				b.Blocks = append(b.Blocks, r.body(block, depth+1))
			}
		}
	}
}

// word reads a name, or a label in quotes.
func (r *reader) word() string {
	if r.at < len(r.src) && r.src[r.at] == '"' {
		start := r.at
		r.quoted()
		return strings.Trim(string(r.src[start:r.at]), `"`)
	}
	start := r.at
	for r.at < len(r.src) && isName(r.src[r.at]) {
		r.at++
	}
	return string(r.src[start:r.at])
}

func isName(c byte) bool {
	return c == '_' || c == '-' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

// value reads up to the end of an expression: of its line, unless brackets are open.
func (r *reader) value() {
	open := 0
	for r.at < len(r.src) {
		switch c := r.src[r.at]; {
		case c == '"':
			r.quoted()
			continue
		case r.follows("<<"):
			r.document()
			continue
		case c == '#' || r.follows("//"):
			if open == 0 {
				return
			}
			r.line()
			continue
		case c == '(' || c == '[' || c == '{':
			open++
		case c == ')' || c == ']' || c == '}':
			if open == 0 {
				return
			}
			open--
		case c == '\n' && open == 0:
			return
		}
		r.at++
	}
}

func (r *reader) follows(s string) bool { return bytes.HasPrefix(r.src[r.at:], []byte(s)) }

// quoted reads a string.
func (r *reader) quoted() {
	for r.at++; r.at < len(r.src) && r.src[r.at] != '\n'; r.at++ {
		switch r.src[r.at] {
		case '\\':
			r.at++
		case '"':
			r.at++
			return
		}
	}
	r.at = min(r.at, len(r.src))
}

// document reads a here-document: <<EOF.
func (r *reader) document() {
	start := r.at
	r.line()
	mark := strings.TrimSpace(strings.TrimLeft(string(r.src[start:r.at]), "<-"))
	for r.at < len(r.src) && mark != "" {
		r.at++ // the end of the line
		from := r.at
		r.line()
		if strings.TrimSpace(string(r.src[from:r.at])) == mark {
			return
		}
	}
}

// line reads to the end of the line.
func (r *reader) line() {
	for r.at < len(r.src) && r.src[r.at] != '\n' {
		r.at++
	}
}

// space passes over white space and comments, and over ends of lines if they do not matter.
func (r *reader) space(lines bool) {
	for r.at < len(r.src) {
		switch c := r.src[r.at]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' && lines:
			r.at++
		case lines && (c == '#' || r.follows("//")):
			r.line()
		case r.follows("/*"):
			end := bytes.Index(r.src[r.at:], []byte("*/"))
			if end < 0 {
				r.at = len(r.src)
				return
			}
			r.at += end + 2
		default:
			return
		}
	}
}
