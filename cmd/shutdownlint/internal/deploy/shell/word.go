package shell

import "strings"

// scan reads the word at p.at, after white space.
func (p *parser) scan() Word {
	for p.at < len(p.src) && (p.src[p.at] == ' ' || p.src[p.at] == '\t') {
		p.at++
	}
	w := Word{Start: p.at, Plain: true}
	var b strings.Builder
	for p.at < len(p.src) {
		c := p.src[p.at]
		if strings.IndexByte(" \t\r\n;&|()<>", c) >= 0 {
			break
		}
		switch c {
		case '\\':
			w.Plain = false
			p.escaped(&b)
		case '\'', '"':
			w.Plain = false
			p.quoted(c, &b)
		case '$', '`':
			w.Plain = false
			p.expansion(&b)
		default:
			if strings.IndexByte("*?[]~{}!^", c) >= 0 && !(c == '{' || c == '}' || c == '!') {
				w.Plain = false
			}
			b.WriteByte(c)
			p.at++
		}
	}
	w.Text, w.End = b.String(), p.at
	if strings.ContainsAny(w.Text, "{}!") && len(w.Text) > 1 {
		w.Plain = false // brace expansion, history
	}
	if w.End == w.Start {
		w.Plain = false
	}
	return w
}

// escaped reads a backslash and what it protects.
func (p *parser) escaped(b *strings.Builder) {
	p.at++
	if p.at >= len(p.src) {
		return
	}
	if p.src[p.at] != '\n' {
		b.WriteByte(p.src[p.at])
	}
	p.at++
}

// quoted reads a quoted piece of a word.
func (p *parser) quoted(quote byte, b *strings.Builder) {
	p.at++
	for p.at < len(p.src) {
		switch c := p.src[p.at]; {
		case c == quote:
			p.at++
			return
		case quote == '"' && c == '\\':
			p.escaped(b)
		case quote == '"' && (c == '$' || c == '`'):
			p.expansion(b)
		default:
			b.WriteByte(c)
			p.at++
		}
	}
	p.script.Broken = true
}

// expansion reads a variable, a command substitution or an arithmetic expression, as it stands.
func (p *parser) expansion(b *strings.Builder) {
	start := p.at
	c := p.src[p.at]
	p.at++
	switch {
	case c == '`':
		p.until('`')
	case strings.HasPrefix(p.src[p.at:], "("):
		p.at++
		p.balanced('(', ')')
	case strings.HasPrefix(p.src[p.at:], "{"):
		p.at++
		p.balanced('{', '}')
	}
	b.WriteString(p.src[start:p.at])
}

func (p *parser) until(end byte) {
	for p.at < len(p.src) {
		switch p.src[p.at] {
		case '\\':
			p.at++
		case end:
			p.at++
			return
		}
		p.at++
	}
	p.at = min(p.at, len(p.src))
	p.script.Broken = true
}

// balanced passes over what stands between two brackets, of which the first has been read.
func (p *parser) balanced(open, end byte) {
	var skip strings.Builder
	for depth := 1; p.at < len(p.src); {
		switch c := p.src[p.at]; c {
		case '\\':
			p.at = min(p.at+2, len(p.src))
			continue
		case '\'', '"':
			p.quoted(c, &skip)
			continue
		case open:
			depth++
		case end:
			depth--
		}
		p.at++
		if end == p.src[p.at-1] && depth == 0 {
			return
		}
	}
	p.script.Broken = true
}
