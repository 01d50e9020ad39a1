package apply

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// splice makes the edits in a file that is not Go. Line ends stay what they were.
func splice(old []byte, edits []finding.Edit) ([]byte, error) {
	content, err := udiff.ApplyBytes(old, changes(edits))
	if err != nil || !isCRLF(old) {
		return content, err
	}
	return bytes.ReplaceAll(toLF(content), []byte("\n"), []byte("\r\n")), nil
}

func changes(edits []finding.Edit) []udiff.Edit {
	var list []udiff.Edit
	for _, e := range edits {
		list = append(list, udiff.Edit{Start: e.Start, End: e.End, New: e.New})
	}
	return list
}

// isCRLF reports whether all lines of b end as on Windows.
func isCRLF(b []byte) bool {
	n := bytes.Count(b, []byte("\r\n"))
	return n > 0 && n == bytes.Count(b, []byte("\n"))
}

// rewrite makes the edits, removes imports that are no longer used, and formats the result if the file was formatted.
// Line ends stay what they were.
func rewrite(old []byte, edits []finding.Edit, packageName func(path string) string) ([]byte, error) {
	content, err := udiff.ApplyBytes(old, changes(edits))
	if err != nil {
		return nil, err
	}
	crlf := isCRLF(old)
	before := old
	if crlf {
		before, content = toLF(old), toLF(content)
	}
	content, err = removeImports(content, packageName)
	if err != nil {
		return nil, fmt.Errorf("the result is no Go: %v", err)
	}
	if len(loneImports(before)) < 2 {
		content = group(content)
	}
	if formatted, err := format.Source(before); err == nil && bytes.Equal(formatted, before) {
		if content, err = format.Source(content); err != nil {
			return nil, err
		}
	}
	if crlf {
		content = bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n"))
	}
	return content, nil
}

// group makes one declaration of the imports of src if each has one of its own. A fix can only add such ones to a file that
// had a single import without parentheses.
func group(src []byte) []byte {
	lone := loneImports(src)
	if len(lone) < 2 {
		return src
	}
	from, to := lone[0].start, lone[len(lone)-1].end
	if bytes.Contains(src[from:to], []byte("//")) || bytes.Contains(src[from:to], []byte("/*")) {
		return src // comments would lose their place
	}
	var block bytes.Buffer
	block.WriteString("import (\n")
	for _, imp := range lone {
		fmt.Fprintf(&block, "\t%s\n", bytes.TrimSpace(bytes.TrimPrefix(src[imp.start:imp.end], []byte("import"))))
	}
	block.WriteString(")")
	return slices.Concat(src[:from], block.Bytes(), src[to:])
}

// A span is a part of a file, in bytes.
type span struct{ start, end int }

// loneImports returns the import declarations of src if none of them has parentheses.
func loneImports(src []byte) []span {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ImportsOnly)
	if err != nil {
		return nil
	}
	var lone []span
	for _, decl := range f.Decls {
		if decl, ok := decl.(*ast.GenDecl); ok {
			if decl.Lparen.IsValid() {
				return nil
			}
			lone = append(lone, span{fset.Position(decl.Pos()).Offset, fset.Position(decl.End()).Offset})
		}
	}
	return lone
}

func toLF(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }

// removeImports deletes the imports that stand there twice, or that nothing in the file refers to: there were none before the fixes, or it would
// not have compiled. Imports whose name is unknown, as those that a fix added may be, stay.
func removeImports(src []byte, packageName func(path string) string) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	used, seen := qualifiers(f), make(map[string]bool)
	file := fset.File(f.FileStart)
	var edits []udiff.Edit
	for _, decl := range f.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			continue
		}
		var unused []udiff.Edit
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ImportSpec)
			text := string(src[file.Offset(spec.Pos()):file.Offset(spec.End())])
			again := seen[text] // two fixes need it
			seen[text] = true
			if name := importName(spec, packageName); name != "" && !used[name] || again {
				unused = append(unused, deletion(src, file, spec.Pos(), spec.End()))
			}
		}
		if len(unused) == len(decl.Specs) && len(unused) > 0 {
			unused = []udiff.Edit{deletion(src, file, decl.Pos(), decl.End())}
		}
		edits = append(edits, unused...)
	}
	return udiff.ApplyBytes(src, edits)
}

// qualifiers are the names that stand before a dot and are declared nowhere in the file.
func qualifiers(f *ast.File) map[string]bool {
	unresolved := make(map[*ast.Ident]bool)
	for _, id := range f.Unresolved {
		unresolved[id] = true
	}
	used := make(map[string]bool)
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && unresolved[id] {
				used[id.Name] = true
			}
		}
		return true
	})
	return used
}

// importName returns the name by which the file knows the import, or "" if it is unknown or does not matter.
func importName(spec *ast.ImportSpec, packageName func(path string) string) string {
	if spec.Name != nil {
		if spec.Name.Name == "_" || spec.Name.Name == "." {
			return "" // imported for another reason than its name
		}
		return spec.Name.Name
	}
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil || path == "C" {
		return ""
	}
	return packageName(path)
}

// deletion deletes the source between two positions, and the lines on which nothing else stands.
func deletion(src []byte, file *token.File, pos, end token.Pos) udiff.Edit {
	from, to := file.Offset(pos), file.Offset(end)
	lineStart := bytes.LastIndexByte(src[:from], '\n') + 1
	lineEnd := len(src)
	if i := bytes.IndexByte(src[to:], '\n'); i >= 0 {
		lineEnd = to + i + 1
	}
	before, after := strings.TrimSpace(string(src[lineStart:from])), strings.TrimSpace(string(src[to:lineEnd]))
	if before == "" && (after == "" || strings.HasPrefix(after, "//")) {
		return udiff.Edit{Start: lineStart, End: lineEnd}
	}
	if rest, ok := bytes.CutPrefix(src[to:], []byte(";")); ok {
		to = len(src) - len(rest)
	} else if after == "" {
		from = lineStart + len(strings.TrimRight(string(src[lineStart:from]), " \t"))
	}
	return udiff.Edit{Start: from, End: to}
}
