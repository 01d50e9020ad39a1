package report

import (
	"go/ast"
	"go/token"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/result"
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

// An Ignore is an ignore comment, well-formed or not.
type Ignore struct {
	Comment    *ast.Comment
	Alone      bool // nothing but the comment is on its line
	Categories []string
	Reason     string
	Name       string // what stands between the colon and the arguments: "ignore", or something unknown
	Spaced     bool   // white space or a missing colon keeps it from being a directive at all
}

// directives are all ignore comments of a package, by file name.
type directives struct {
	byFile map[string][]*directive
	all    []Ignore // in the order of the source
}

// Ignores returns the ignore comments of the package, and comments that were meant to be some; the analyzer of pass
// requires Requires.
func Ignores(pass *analysis.Pass) []Ignore { return result.Of[*directives](pass).all }

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
		var found []Ignore
		for _, group := range f.Comments {
			for _, c := range group.List {
				if ig, ok := parse(c); ok {
					found = append(found, ig)
				}
			}
		}
		if found == nil {
			continue // the common case costs no walk
		}
		code := codeLines(pass.Fset, f)
		name := pass.Fset.File(f.FileStart).Name()
		for i := range found {
			ig := &found[i]
			line := pass.Fset.Position(ig.Comment.Pos()).Line
			ig.Alone = !code[line]
			if !ig.Spaced && ig.Name == "ignore" {
				ds.byFile[name] = append(ds.byFile[name], &directive{
					pos: ig.Comment.Pos(), end: ig.Comment.End(),
					line: line, alone: ig.Alone,
					categories: ig.Categories, reason: ig.Reason,
				})
			}
		}
		ds.all = append(ds.all, found...)
	}
	return ds, nil
}

// parse reads a comment. It is not ok if the comment has nothing to do with us.
func parse(c *ast.Comment) (ig Ignore, ok bool) {
	text, isLine := strings.CutPrefix(c.Text, "//")
	if !isLine {
		return ig, false
	}
	ig.Comment = c
	d, isDirective := ast.ParseDirective(c.Pos(), c.Text)
	switch {
	case isDirective && d.Tool == "shutdownlint":
		ig.Name = d.Name
	case strings.HasPrefix(strings.TrimSpace(text), "shutdownlint:ignore"):
		ig.Spaced = true
		return ig, true
	default:
		return ig, false
	}
	names, reason, _ := strings.Cut(strings.TrimSpace(d.Args), " ")
	ig.Categories = strings.Split(names, ",")
	ig.Reason = strings.TrimSpace(reason)
	return ig, true
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
