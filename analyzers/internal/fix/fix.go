// Package fix builds the text edits of one suggested fix in one file, so that names and imports agree with each other.
package fix

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Builder collects the edits of one fix of one file.
type Builder struct {
	pass    *analysis.Pass
	file    *ast.File
	at      token.Pos // where the new code stands; names are resolved from there
	edits   []analysis.TextEdit
	taken   map[string]bool
	imports map[string]string // path → the name given to it by this fix
}

// At returns a builder of a fix whose code is at pos, or nil if pos is in none of the files of pass.
func At(pass *analysis.Pass, pos token.Pos) *Builder {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return &Builder{pass: pass, file: f, at: pos, taken: make(map[string]bool), imports: make(map[string]string)}
		}
	}
	return nil
}

// GoVersion reports whether the file may use what Go version v brought, such as "go1.21".
func (b *Builder) GoVersion(v string) bool {
	have := b.pass.TypesInfo.FileVersions[b.file]
	if have == "" {
		have = b.pass.Pkg.GoVersion()
	}
	return have == "" || version.Compare(have, v) >= 0
}

// Replace puts text in the place of the range.
func (b *Builder) Replace(rng analysis.Range, format string, args ...any) {
	b.edits = append(b.edits, analysis.TextEdit{Pos: rng.Pos(), End: rng.End(), NewText: []byte(fmt.Sprintf(format, args...))})
}

// Delete removes the range.
func (b *Builder) Delete(pos, end token.Pos) {
	b.edits = append(b.edits, analysis.TextEdit{Pos: pos, End: end})
}

// Insert puts text at pos as it is.
func (b *Builder) Insert(pos token.Pos, format string, args ...any) {
	b.edits = append(b.edits, analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(fmt.Sprintf(format, args...))})
}

// Before puts the lines of text in front of stmt, which begins its line, with the indentation of stmt.
func (b *Builder) Before(stmt ast.Node, format string, args ...any) {
	indent := b.indent(stmt.Pos())
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "\n"+indent)
	b.Insert(stmt.Pos(), "%s\n%s", text, indent)
}

// After puts the lines of text on new lines after stmt, with the indentation of stmt, behind a comment on its last line.
func (b *Builder) After(stmt ast.Node, format string, args ...any) {
	indent := b.indent(stmt.Pos())
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "\n"+indent)
	pos := stmt.End()
	line := b.line(pos)
	for _, group := range b.file.Comments {
		if group.Pos() >= pos && b.line(group.Pos()) == line {
			pos = group.End()
			break
		}
	}
	b.Insert(pos, "\n%s%s", indent, text)
}

// Text returns the source of the node.
func (b *Builder) Text(n ast.Node) string {
	tf := b.pass.Fset.File(n.Pos())
	src, err := b.source(tf)
	if err != nil {
		return ""
	}
	return string(src[tf.Offset(n.Pos()):tf.Offset(n.End())])
}

// source returns the text of the file. Not every driver gives a pass the means to read it: Bazel's nogo does not.
func (b *Builder) source(tf *token.File) ([]byte, error) {
	read := b.pass.ReadFile
	if read == nil {
		read = os.ReadFile
	}
	src, err := read(tf.Name())
	if err == nil && len(src) != tf.Size() {
		err = errors.New("the file has changed")
	}
	return src, err
}

func (b *Builder) line(pos token.Pos) int { return b.pass.Fset.File(pos).Line(pos) }

// indent returns the white space at the beginning of the line of pos.
func (b *Builder) indent(pos token.Pos) string {
	tf := b.pass.Fset.File(pos)
	src, err := b.source(tf)
	if err != nil {
		return ""
	}
	start := tf.Offset(tf.LineStart(tf.Line(pos)))
	end := start
	for end < len(src) && (src[end] == '\t' || src[end] == ' ') {
		end++
	}
	return string(src[start:end])
}

// Fresh returns a name like name that means nothing yet where the new code stands, nor in any scope inside its function.
func (b *Builder) Fresh(name string) string {
	for i := 1; ; i++ {
		n := name
		if i > 1 {
			n = name + strconv.Itoa(i)
		}
		if !b.taken[n] && !b.used(n) {
			b.taken[n] = true
			return n
		}
	}
}

// used reports whether name is visible at the new code or declared somewhere below the outermost function around it.
func (b *Builder) used(name string) bool {
	scope := b.pass.TypesInfo.Scopes[b.file].Innermost(b.at)
	if scope == nil {
		scope = b.pass.TypesInfo.Scopes[b.file]
	}
	if _, obj := scope.LookupParent(name, token.NoPos); obj != nil {
		return true
	}
	return declared(scope, name)
}

func declared(scope *types.Scope, name string) bool {
	if scope.Lookup(name) != nil {
		return true
	}
	for child := range scope.Children() {
		if declared(child, name) {
			return true
		}
	}
	return false
}

// Import makes the package with the given path usable and returns the qualifier for its names: "context.", or "" where
// it is imported with a dot. It adds the import if the file has none whose name is visible where the new code stands.
func (b *Builder) Import(pkg string) string {
	if name, ok := b.imports[pkg]; ok {
		return name + "."
	}
	for _, spec := range b.file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil || p != pkg {
			continue
		}
		pn := b.pass.TypesInfo.PkgNameOf(spec)
		if pn == nil || pn.Name() == "_" {
			continue
		}
		if pn.Name() == "." {
			return ""
		}
		if scope := b.pass.TypesInfo.Scopes[b.file].Innermost(b.at); scope != nil {
			if _, obj := scope.LookupParent(pn.Name(), b.at); obj != pn {
				continue // shadowed here
			}
		}
		return pn.Name() + "."
	}
	base := path.Base(pkg)
	name := b.Fresh(base)
	b.imports[pkg] = name
	spec := strconv.Quote(pkg)
	if name != base {
		spec = name + " " + spec
	}
	b.addImport(spec, pkg)
	return name + "."
}

func (b *Builder) addImport(spec, pkg string) {
	for _, d := range b.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			break
		}
		if !decl.Lparen.IsValid() {
			continue
		}
		for _, s := range decl.Specs { // before the first import that sorts after it, to stay in the right group
			if p, err := strconv.Unquote(s.(*ast.ImportSpec).Path.Value); err == nil && p > pkg && dotted(p) == dotted(pkg) {
				b.Insert(s.Pos(), "%s\n\t", spec)
				return
			}
		}
		b.Insert(decl.Lparen+1, "\n\t%s", spec)
		return
	}
	if len(b.file.Imports) > 0 { // import "x" without parentheses
		b.Insert(b.file.Decls[0].Pos(), "import %s\n", spec)
		return
	}
	b.Insert(b.file.Name.End(), "\n\nimport %s", spec)
}

func dotted(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

// Fix returns the edits under a title, a verb phrase with a capital.
func (b *Builder) Fix(title string) analysis.SuggestedFix {
	var edits []analysis.TextEdit // one insertion at each place: which of two comes first is not for every driver to say
	for _, e := range b.edits {
		i := slices.IndexFunc(edits, func(have analysis.TextEdit) bool { return have.Pos == e.Pos && have.End == e.End && e.Pos == e.End })
		if i < 0 {
			edits = append(edits, e)
			continue
		}
		edits[i].NewText = slices.Concat(edits[i].NewText, e.NewText)
	}
	return analysis.SuggestedFix{Message: title, TextEdits: edits}
}
