// Package shell reads as much of a shell command, or of a script, as it takes to know which command runs last.
//
// It expands nothing. What it cannot take apart for certain it calls compound, and leaves alone.
package shell

import "strings"

// A Word is one word of a command.
type Word struct {
	Text  string // without quotes
	Start int    // offset of its first byte
	End   int
	Plain bool // no quotes, expansions or patterns: it means what it says
}

// A Command is a simple command, or a keyword or parenthesis that belongs to a compound one.
type Command struct {
	Assigns   []Word // NAME=value before the command
	Words     []Word // the name and the arguments
	Redirects bool
	After     string // the operator behind it: ";", "\n", "&&", "||", "|", "&", or "" at the end
	Depth     int    // of the compound commands around it
}

// Name returns the command's name, or "".
func (c *Command) Name() string {
	if len(c.Words) == 0 {
		return ""
	}
	return c.Words[0].Text
}

// Plain reports whether the command is nothing but words that mean what they say.
func (c *Command) Plain() bool {
	for _, w := range c.Words {
		if !w.Plain {
			return false
		}
	}
	return len(c.Words) > 0 && len(c.Assigns) == 0 && !c.Redirects
}

// A Script is a list of commands.
type Script struct {
	Commands []Command
	Compound bool // there are compound commands, or something that could not be read
	Broken   bool // something could not be read
}

// Runs reports whether a command of that name stands anywhere in s.
func (s *Script) Runs(name string) bool {
	for i := range s.Commands {
		if s.Commands[i].Name() == name {
			return true
		}
	}
	return false
}

// Last returns the command at the end, outside of compound commands, or nil if s does not end in a simple command.
func (s *Script) Last() *Command {
	if len(s.Commands) == 0 || s.Broken {
		return nil
	}
	last := &s.Commands[len(s.Commands)-1]
	if last.Depth > 0 || last.Name() == "" || opens[last.Name()] || closes[last.Name()] {
		return nil
	}
	return last
}

// Before returns the operator in front of the last command, or "" if there is none.
func (s *Script) Before() string {
	if len(s.Commands) < 2 {
		return ""
	}
	return s.Commands[len(s.Commands)-2].After
}

// opens and closes are the words that begin and end compound commands. Others, like then, are followed by commands.
var (
	opens  = map[string]bool{"if": true, "case": true, "for": true, "while": true, "until": true, "select": true, "{": true}
	closes = map[string]bool{"fi": true, "esac": true, "done": true, "}": true, ")": true}
	passed = map[string]bool{"then": true, "else": true, "elif": true, "do": true, "!": true, "time": true}
)

// Parse reads a script.
func Parse(src string) *Script {
	p := &parser{src: src, script: new(Script)}
	p.parse()
	if p.depth != 0 {
		p.script.Broken = true
	}
	p.script.Compound = p.script.Compound || p.script.Broken
	return p.script
}

type parser struct {
	src    string
	at     int
	script *Script
	cmd    Command
	open   bool // cmd holds something
	depth  int
	cases  int      // how many case … esac are open
	docs   []string // here-documents whose bodies begin after this line
}

func (p *parser) parse() {
	for p.at < len(p.src) {
		switch c := p.src[p.at]; {
		case c == ' ' || c == '\t' || c == '\r':
			p.at++
		case c == '\\' && strings.HasPrefix(p.src[p.at+1:], "\n"):
			p.at += 2
		case c == '\\' && strings.HasPrefix(p.src[p.at+1:], "\r\n"):
			p.at += 3
		case c == '#':
			for p.at < len(p.src) && p.src[p.at] != '\n' {
				p.at++
			}
		case c == '\n':
			p.at++
			p.end("\n")
			p.skipDocs()
		case strings.IndexByte(";&|", c) >= 0:
			p.operator()
		case c == '(' || c == ')':
			p.paren(c)
		case c == '<' || c == '>':
			p.redirect()
		default:
			p.word()
		}
	}
	p.end("")
}

// end finishes the command in the making.
func (p *parser) end(op string) {
	if !p.open {
		// "a && \n b": the operator before the line end counts
		if n := len(p.script.Commands); n > 0 && op != "\n" && op != "" {
			p.script.Commands[n-1].After = op
		}
		return
	}
	p.cmd.After = op
	p.script.Commands = append(p.script.Commands, p.cmd)
	p.cmd, p.open = Command{Depth: p.depth}, false
}

func (p *parser) operator() {
	for _, op := range []string{"&&", "||", ";;", "|&", ";", "&", "|"} {
		if strings.HasPrefix(p.src[p.at:], op) {
			p.at += len(op)
			if op == "|&" {
				op = "|"
			}
			p.end(op)
			return
		}
	}
}

// paren handles a subshell, the parentheses of a function, and the one that ends a pattern of case.
func (p *parser) paren(c byte) {
	p.at++
	p.script.Compound = true
	if p.cases > 0 {
		p.end(";") // a pattern
		return
	}
	if c == '(' {
		if p.open { // name()
			p.end(";")
			if i := strings.IndexByte(p.src[p.at:], ')'); i >= 0 && strings.TrimSpace(p.src[p.at:p.at+i]) == "" {
				p.at += i + 1
				return
			}
			p.script.Broken = true
		}
		p.depth++
		p.cmd.Depth = p.depth
		return
	}
	p.end(";")
	p.depth--
	p.cmd = Command{Depth: p.depth, Words: []Word{{Text: ")", Start: p.at - 1, End: p.at}}}
	p.open = true
}

func (p *parser) redirect() {
	op := p.src[p.at]
	p.cmd.Redirects, p.open = true, true
	p.at++
	if strings.HasPrefix(p.src[p.at:], "<") && op == '<' && !strings.HasPrefix(p.src[p.at:], "<<") {
		p.at++
		strip := strings.HasPrefix(p.src[p.at:], "-")
		if strip {
			p.at++
		}
		w := p.scan()
		if w.Text != "" {
			p.docs = append(p.docs, w.Text)
		}
		return
	}
	for p.at < len(p.src) && strings.IndexByte("<>&|", p.src[p.at]) >= 0 {
		p.at++
	}
	if strings.HasPrefix(p.src[p.at:], "(") {
		p.script.Broken = true // process substitution
	}
	p.scan()
}

// skipDocs passes over the bodies of here-documents.
func (p *parser) skipDocs() {
	for _, end := range p.docs {
		for p.at < len(p.src) {
			line, _, _ := strings.Cut(p.src[p.at:], "\n")
			p.at = min(p.at+len(line)+1, len(p.src))
			if strings.Trim(line, "\t\r") == end {
				break
			}
		}
	}
	p.docs = nil
}

// word adds a word to the command, or opens or closes a compound command.
func (p *parser) word() {
	w := p.scan()
	if p.at < len(p.src) && (p.src[p.at] == '<' || p.src[p.at] == '>') && w.Plain && strings.Trim(w.Text, "0123456789") == "" {
		return // the number of a file: 2>log
	}
	if len(p.cmd.Words) == 0 && len(p.cmd.Assigns) == 0 && w.Plain && p.keyword(w.Text) {
		return
	}
	if len(p.cmd.Words) == 0 && isAssign(w.Text) {
		p.cmd.Assigns = append(p.cmd.Assigns, w)
	} else {
		p.cmd.Words = append(p.cmd.Words, w)
	}
	p.open = true
}

// keyword handles a reserved word, if word is one. It reports whether a command may begin right behind it.
func (p *parser) keyword(word string) bool {
	switch {
	case word == "function": // its name follows, and its body
		p.script.Compound = true
		p.scan()
		if rest := strings.TrimLeft(p.src[p.at:], " \t"); strings.HasPrefix(rest, "()") {
			p.at = len(p.src) - len(rest) + 2
		}
		return true
	case opens[word]:
		p.script.Compound = true
		p.depth++
		p.cmd.Depth = p.depth
		if word == "case" {
			p.cases++
		}
		return word == "if" || word == "while" || word == "until" || word == "{"
	case closes[word]:
		p.depth--
		p.cmd.Depth = p.depth
		if word == "esac" {
			p.cases--
		}
	case passed[word]:
		p.script.Compound = true
		return true
	}
	return false
}

func isAssign(s string) bool {
	name, _, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return false
	}
	for i, r := range name {
		if r != '_' && (r < 'a' || 'z' < r) && (r < 'A' || 'Z' < r) && (i == 0 || r < '0' || '9' < r) {
			return false
		}
	}
	return true
}
