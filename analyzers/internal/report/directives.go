package report

import (
	"go/ast"
	"go/token"
	"reflect"
	"regexp"
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
	Form       Form   // what keeps it from being a directive at all
}

// A Form is how a comment is written that was meant to be a directive.
type Form uint8

// Forms.
const (
	Directive Form = iota // it is one
	Block                 // between /* and */
	Capitals              // it is written Shutdownlint:ignore, say
	Spaced                // with white space, or without the colon
)

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
			if ig.Form == Directive && ig.Name == "ignore" {
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

// meant matches the text of a comment, without its marks, that was meant to be a directive: what stands between the two words is no
// prose.
var meant = regexp.MustCompile(`^\s*(?i:(shutdownlint)(\s*:\s*|-|\s+)(ignore))(?:$|[\s:]\s*)((?s:.*))$`)

// parse reads a comment. It is not ok if the comment has nothing to do with us.
func parse(c *ast.Comment) (ig Ignore, ok bool) {
	ig.Comment = c
	if d, isDirective := ast.ParseDirective(c.Pos(), c.Text); isDirective && d.Tool == "shutdownlint" && (d.Name == "ignore" || !strings.EqualFold(d.Name, "ignore")) {
		ig.Name = d.Name
		ig.read(d.Args)
		return ig, true
	}
	text, isLine := strings.CutPrefix(c.Text, "//")
	if !isLine {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/")
	}
	m := meant.FindStringSubmatch(text)
	if m == nil {
		return ig, false
	}
	ig.Name = "ignore"
	ig.read(m[4])
	switch {
	case !isLine:
		ig.Form = Block
	case strings.HasPrefix(text, m[1]+":"+m[3]):
		ig.Form = Capitals
	default:
		ig.Form = Spaced
	}
	// Without a colon it is prose unless categories follow, which have hyphens: "shutdownlint ignores", "shutdownlint ignore comments".
	return ig, strings.Contains(m[2], ":") || strings.Contains(ig.Categories[0], "-")
}

// read reads what follows the name of the directive.
func (ig *Ignore) read(args string) {
	names, reason, _ := strings.Cut(strings.TrimSpace(args), " ")
	ig.Categories = strings.Split(strings.TrimSuffix(names, ":"), ",")
	ig.Reason = strings.TrimSpace(reason)
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
