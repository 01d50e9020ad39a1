package fix

import (
	"go/scanner"
	"go/token"
	"strings"
)

// Indent returns the lines of text, which is Go, with indent in front of each but the first; what stands between back quotes
// stays as it is.
func Indent(text, indent string) string {
	raw := rawEnds(text)
	var b strings.Builder
	for i, c := range []byte(text) {
		b.WriteByte(c)
		if c == '\n' && !raw[i] {
			b.WriteString(indent)
		}
	}
	return b.String()
}

// rawEnds returns the offsets of the line ends in text that stand between back quotes.
func rawEnds(text string) map[int]bool {
	raw := make(map[int]bool)
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), func(token.Position, string) {}, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return raw
		}
		if tok != token.STRING || lit[0] != '`' {
			continue
		}
		start := file.Offset(pos)
		for i := start + 1; i < len(text) && text[i] != '`'; i++ {
			if text[i] == '\n' {
				raw[i] = true
			}
		}
	}
}
