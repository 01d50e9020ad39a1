package fix

import (
	"go/ast"
	"go/token"
	"strings"
)

// Move puts the statements, which follow each other, on new lines after the statement after, with their comments. It returns
// false, and does nothing, if one of them shares a line with something else, or has a comment that might belong to neither.
func (b *Builder) Move(stmts []ast.Stmt, after ast.Stmt) bool {
	tf := b.pass.Fset.File(after.Pos())
	src, err := b.source(tf)
	if err != nil {
		return false
	}
	last := stmts[len(stmts)-1]
	first, end := b.line(stmts[0].Pos()), b.line(last.End())
	for _, group := range b.file.Comments {
		if group.End() < stmts[0].Pos() && b.line(group.End()) == first-1 {
			first = b.line(group.Pos()) // what is said about the first statement
		}
	}
	if end == tf.LineCount() {
		return false
	}
	from, to := tf.LineStart(first), tf.LineStart(end+1)
	text := string(src[tf.Offset(from):tf.Offset(to)])
	if !b.alone(from, to, stmts) || len(rawEnds(text)) > 0 {
		return false
	}
	indent := b.indent(stmts[0].Pos())
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	b.Delete(from, to)
	b.After(after, "%s", strings.Join(lines, "\n"))
	return true
}

// alone reports whether the lines between the positions hold nothing but the statements and comments.
func (b *Builder) alone(from, to token.Pos, stmts []ast.Stmt) bool {
	inside := true
	ast.Inspect(b.file, func(n ast.Node) bool {
		if n == nil || n.End() <= from || to <= n.Pos() {
			return false
		}
		if n.Pos() >= from && n.End() <= to {
			if _, comment := n.(*ast.CommentGroup); comment {
				return false
			}
			part := false
			for _, stmt := range stmts {
				part = part || stmt.Pos() <= n.Pos() && n.End() <= stmt.End()
			}
			inside = inside && part
			return false
		}
		return true
	})
	return inside
}
