package report

import (
	"go/ast"
	"go/token"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A directive is a comment
//
//	//shutdownlint:ignore category[,category] reason
//
// It covers its own line and, when it stands alone, the next line.
type directive struct {
	pos        token.Pos
	end        token.Pos
	line       int
	alone      bool // nothing but the comment is on its line
	categories []string
	reason     string
}

// directives are all ignore comments of a package, by file name.
type directives struct{ byFile map[string][]*directive }

// Directives finds the ignore comments of a package.
var Directives = &analysis.Analyzer{
	Name:       "directives",
	Doc:        "find the comments that suppress findings",
	ResultType: reflect.TypeFor[*directives](),
	Run:        findDirectives,
}

func findDirectives(pass *analysis.Pass) (any, error) {
	ds := &directives{byFile: make(map[string][]*directive)}
	for _, f := range pass.Files {
		var found []*directive
		for _, group := range f.Comments {
			for _, c := range group.List {
				d, ok := ast.ParseDirective(c.Pos(), c.Text)
				if !ok || d.Tool != "shutdownlint" || d.Name != "ignore" {
					continue // some other comment
				}
				names, reason, _ := strings.Cut(strings.TrimSpace(d.Args), " ")
				found = append(found, &directive{
					pos: c.Pos(), end: c.End(),
					line:       pass.Fset.Position(c.Pos()).Line,
					alone:      true,
					categories: strings.FieldsFunc(names, func(r rune) bool { return r == ',' }),
					reason:     strings.TrimSpace(reason),
				})
			}
		}
		if found == nil {
			continue // the common case costs no walk
		}
		code := codeLines(pass.Fset, f)
		for _, d := range found {
			d.alone = !code[d.line]
		}
		ds.byFile[pass.Fset.File(f.FileStart).Name()] = found
	}
	return ds, nil
}

// codeLines returns the lines of f on which some syntax begins or ends.
func codeLines(fset *token.FileSet, f *ast.File) map[int]bool {
	lines := make(map[int]bool)
	tf := fset.File(f.FileStart)
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.File, *ast.Comment, *ast.CommentGroup:
			return n != nil && !isComment(n)
		}
		lines[tf.Line(n.Pos())] = true
		lines[tf.Line(n.End()-1)] = true
		return true
	})
	return lines
}

func isComment(n ast.Node) bool {
	_, ok := n.(*ast.CommentGroup)
	return ok
}

// covering returns the directive that suppresses category on the given line, or nil.
func (ds *directives) covering(file string, line int, category string) *directive {
	for _, d := range ds.byFile[file] {
		if d.reason == "" || d.line != line && !(d.alone && d.line == line-1) {
			continue // malformed, or about another line
		}
		for _, c := range d.categories {
			if c == category {
				return d
			}
		}
	}
	return nil
}
