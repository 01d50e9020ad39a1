// Package fix builds the text edits of one suggested fix in one file, so that names and imports agree with each other.
package fix

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"go/version"
	"os"
	"path"
	"path/filepath"
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
	beside  map[string]bool   // what other files of the directory declare, once somebody has asked
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

// ReplaceLine puts two lines or more in the place of stmt: a comment behind it goes behind the first.
func (b *Builder) ReplaceLine(stmt ast.Node, first, rest string) {
	end := b.trailing(stmt.End())
	if end > stmt.End() {
		first += " " + strings.TrimSpace(b.Text(span{stmt.End(), end}))
	}
	b.Replace(span{stmt.Pos(), end}, "%s\n%s", first, rest)
}

// A span is a range of the source.
type span struct{ from, to token.Pos }

func (s span) Pos() token.Pos { return s.from }
func (s span) End() token.Pos { return s.to }

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
	b.Insert(stmt.Pos(), "%s\n%s", Indent(fmt.Sprintf(format, args...), indent), indent)
}

// After puts the lines of text on new lines after stmt, with the indentation of stmt, behind a comment that follows it on its last
// line. What else stands on that line comes after them.
func (b *Builder) After(stmt ast.Node, format string, args ...any) {
	indent := b.indent(stmt.Pos())
	b.Insert(b.trailing(stmt.End()), "\n%s%s", indent, Indent(fmt.Sprintf(format, args...), indent))
}

// Append puts the element text on a line of its own behind the last element of a list, which a comma follows, and its comment.
func (b *Builder) Append(last ast.Node, format string, args ...any) {
	tf := b.pass.Fset.File(last.End())
	src, err := b.source(tf)
	pos := last.End()
	if i := tf.Offset(pos); err == nil && i < len(src) && src[i] == ',' {
		pos++
	}
	b.Insert(b.trailing(pos), "\n%s%s,", b.indent(last.Pos()), fmt.Sprintf(format, args...))
}

// trailing returns the end of the comment that stands right behind pos on its line, or pos.
func (b *Builder) trailing(pos token.Pos) token.Pos {
	tf := b.pass.Fset.File(pos)
	src, err := b.source(tf)
	if err != nil {
		return pos
	}
	for _, group := range b.file.Comments {
		if group.Pos() < pos || b.line(group.Pos()) != b.line(pos) {
			continue
		}
		between, behind := src[tf.Offset(pos):tf.Offset(group.Pos())], src[tf.Offset(group.End()):]
		if line, _, _ := bytes.Cut(behind, []byte("\n")); len(bytes.TrimSpace(between)) == 0 && len(bytes.TrimSpace(line)) == 0 {
			return group.End()
		}
		break
	}
	return pos
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

// FreshGlobal is Fresh for a name that all files of the package see, those included that are no part of the analysis: tests, and files for
// other systems.
func (b *Builder) FreshGlobal(name string) string {
	for {
		n := b.Fresh(name)
		if !b.declaredBeside(n) {
			return n
		}
	}
}

// declaredBeside reports whether a Go file in the directory declares name for its package, as far as its text shows.
func (b *Builder) declaredBeside(name string) bool {
	if b.beside == nil {
		b.beside = make(map[string]bool)
		own := b.pass.Fset.File(b.file.FileStart).Name()
		files, _ := filepath.Glob(filepath.Join(filepath.Dir(own), "*.go"))
		for _, file := range files {
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil || file == own || f.Name.Name != b.file.Name.Name {
				continue
			}
			for _, decl := range f.Decls {
				declaredBy(decl, b.beside)
			}
		}
	}
	return b.beside[name]
}

// declaredBy enters the names that decl declares for the package.
func declaredBy(decl ast.Decl, names map[string]bool) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			names[decl.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names[spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					names[id.Name] = true
				}
			}
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

// Means reports whether name denotes obj where the new code stands.
func (b *Builder) Means(name string, obj types.Object) bool {
	scope := b.pass.TypesInfo.Scopes[b.file].Innermost(b.at)
	if scope == nil {
		scope = b.pass.TypesInfo.Scopes[b.file]
	}
	_, have := scope.LookupParent(name, b.at)
	return have == obj
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
	name := b.FreshGlobal(base)
	b.imports[pkg] = name
	spec := strconv.Quote(pkg)
	if name != base {
		spec = name + " " + spec
	}
	b.addImport(spec, pkg)
	return name + "."
}

// addImport adds the import where goimports would: behind the imports of its kind, of the standard library or of others, that sort before
// it, or in a group of its own.
func (b *Builder) addImport(spec, pkg string) {
	for _, d := range b.file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			break
		}
		if !decl.Lparen.IsValid() || len(decl.Specs) == 0 {
			continue
		}
		var kin []*ast.ImportSpec
		for _, s := range decl.Specs {
			s := s.(*ast.ImportSpec)
			if p, err := strconv.Unquote(s.Path.Value); err == nil && dotted(p) == dotted(pkg) && p != "C" {
				kin = append(kin, s)
			}
		}
		first, last := decl.Specs[0], decl.Specs[len(decl.Specs)-1]
		switch {
		case b.line(first.Pos()) == b.line(decl.Lparen): // not formatted
			b.Insert(first.Pos(), "%s; ", spec)
		case len(kin) == 0 && !dotted(pkg):
			b.Insert(decl.Lparen+1, "\n\t%s\n", spec)
		case len(kin) == 0:
			b.Insert(b.trailing(last.End()), "\n\n\t%s", spec)
		default:
			i := slices.IndexFunc(kin, func(s *ast.ImportSpec) bool { p, _ := strconv.Unquote(s.Path.Value); return p > pkg })
			switch {
			case i < 0:
				b.Insert(b.trailing(kin[len(kin)-1].End()), "\n\t%s", spec)
			case i > 0:
				b.Insert(b.trailing(kin[i-1].End()), "\n\t%s", spec)
			case kin[0].Doc != nil:
				b.Insert(kin[0].Doc.Pos(), "%s\n\t", spec)
			default:
				b.Insert(kin[0].Pos(), "%s\n\t", spec)
			}
		}
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
