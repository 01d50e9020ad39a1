package ignores

import (
	_ "embed"
	"go/ast"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checks"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/docs"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/fix"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/report"
)

// Doc is the documentation of the check, as its doc.go has it.
//
//go:embed doc.go
var Doc string

const (
	malformed = "ignore-malformed"
	unused    = "ignore-unused"
)

// Analyzer is the check. It requires all others that report, and so runs them even where they are switched off: what they would
// have reported counts.
var Analyzer = docs.Describe(Doc, &analysis.Analyzer{
	Requires:   slices.Concat(report.Requires, reporting()),
	ResultType: report.ResultType,
	Run:        run,
})

func reporting() (analyzers []*analysis.Analyzer) {
	for _, c := range checks.List {
		if c.Analyzer.ResultType == report.ResultType {
			analyzers = append(analyzers, c.Analyzer)
		}
	}
	return analyzers
}

// documented returns what reports whether there is a category of that name.
var documented = sync.OnceValue(func() func(category string) bool {
	return docs.Known(docs.All(append(checks.Texts(), Doc)...))
})

func run(pass *analysis.Pass) (any, error) {
	if err := report.Unresolved(pass); err != nil {
		return nil, err // it does nothing either, and no comment has a place for it
	}
	r := report.New(pass)
	found := report.Ignores(pass)
	if len(found) == 0 {
		return r.Result(), nil
	}
	incomplete := len(pass.TypeErrors) > 0 // and what the comments suppress may not have been found
	used := make(map[*ast.Comment]bool)
	for _, result := range pass.ResultOf {
		check, ok := result.(*report.Result)
		if !ok {
			continue // of something that reports nothing
		}
		for _, ig := range found {
			used[ig.Comment] = used[ig.Comment] || slices.Contains(check.Used, ig.Comment.Pos())
		}
	}
	for _, ig := range found {
		if what := wrong(ig); what != "" {
			r.Report(report.Finding{Range: ig.Comment, Category: malformed, Message: what, Fixes: rewrite(pass, ig)})
			continue
		}
		if incomplete || used[ig.Comment] || aboutIgnores(ig) || !reportable(pass, ig) {
			continue
		}
		r.Report(report.Finding{
			Range:    ig.Comment,
			Category: unused,
			Message:  "unused ignore: no " + strings.Join(ig.Categories, ", ") + " finding on this line, and the comment would hide the next one",
			Fixes:    remove(pass, ig),
		})
	}
	return r.Result(), nil
}

// wrong says what is wrong with the form of ig, or nothing.
func wrong(ig report.Ignore) string {
	switch {
	case ig.Form == report.Spaced:
		return "white space or a missing colon keeps this comment from being a directive, which begins with //shutdownlint:ignore: it suppresses nothing"
	case ig.Form == report.Block:
		return "a comment between /* and */ is no directive, which begins with //shutdownlint:ignore: it suppresses nothing"
	case ig.Form == report.Capitals:
		return "capital letters keep this comment from being a directive, which begins with //shutdownlint:ignore: it suppresses nothing"
	case ig.Name != "ignore":
		return "there is no directive called " + ig.Name + ", only ignore: this comment does nothing"
	case ig.Categories[0] == "":
		return "this comment names no category: it suppresses nothing"
	}
	for _, id := range ig.Categories {
		switch {
		case id == "":
			return "the categories must stand together, with commas and without white space: what follows counts as the reason"
		case !documented()(id):
			if of := categoriesOf(id); of != "" {
				return id + " is a check, and comments name categories: " + of
			}
			return "there is no category called " + id
		}
	}
	if ig.Reason == "" {
		return "this comment gives no reason: it suppresses nothing"
	}
	return ""
}

// categoriesOf lists the categories of the check with that name, or nothing.
func categoriesOf(check string) string {
	var ids []string
	for _, c := range docs.All(append(checks.Texts(), Doc)...) {
		for _, category := range c.Categories {
			if c.Name == check {
				ids = append(ids, category.ID)
			}
		}
	}
	return strings.Join(ids, ", ")
}

// rewrite gives the comment the form of a directive, where nothing else is wrong with it.
func rewrite(pass *analysis.Pass, ig report.Ignore) []analysis.SuggestedFix {
	form := ig.Form
	ig.Form = report.Directive
	if form == report.Directive || wrong(ig) != "" || strings.Contains(ig.Reason, "\n") {
		return nil
	}
	b := fix.At(pass, ig.Comment.Pos())
	if b == nil || form == report.Block && !ends(pass, ig) {
		return nil
	}
	b.Replace(ig.Comment, "//shutdownlint:ignore %s %s", strings.Join(ig.Categories, ","), ig.Reason)
	return []analysis.SuggestedFix{b.Fix("Make the comment a directive")}
}

// ends reports whether nothing stands behind the comment on its line.
func ends(pass *analysis.Pass, ig report.Ignore) bool {
	tf := pass.Fset.File(ig.Comment.End())
	line := tf.Line(ig.Comment.End())
	return line < tf.LineCount() && tf.Offset(tf.LineStart(line+1))-1 == tf.Offset(ig.Comment.End())
}

// aboutIgnores reports whether ig names a category of this check, of which it cannot be said whether it is of use.
func aboutIgnores(ig report.Ignore) bool {
	return slices.Contains(ig.Categories, malformed) || slices.Contains(ig.Categories, unused)
}

// reportable reports whether the checks look at the file of ig at all.
func reportable(pass *analysis.Pass, ig report.Ignore) bool {
	for _, f := range pass.Files {
		if f.FileStart <= ig.Comment.Pos() && ig.Comment.Pos() < f.FileEnd {
			return !ast.IsGenerated(f)
		}
	}
	return false
}

// remove deletes the comment, with its line if nothing else is there.
func remove(pass *analysis.Pass, ig report.Ignore) []analysis.SuggestedFix {
	b := fix.At(pass, ig.Comment.Pos())
	if b == nil {
		return nil
	}
	tf := pass.Fset.File(ig.Comment.Pos())
	line := tf.Line(ig.Comment.Pos())
	if ig.Alone && line < tf.LineCount() && !commented(pass, ig, line) {
		b.Delete(tf.LineStart(line), tf.LineStart(line+1))
	} else {
		b.Delete(ig.Comment.Pos(), ig.Comment.End())
	}
	return []analysis.SuggestedFix{b.Fix("Delete the comment")}
}

// commented reports whether another comment stands on the line of ig.
func commented(pass *analysis.Pass, ig report.Ignore, line int) bool {
	for _, f := range pass.Files {
		if ig.Comment.Pos() < f.FileStart || f.FileEnd <= ig.Comment.Pos() {
			continue
		}
		for _, group := range f.Comments {
			for _, c := range group.List {
				if c != ig.Comment && (pass.Fset.Position(c.Pos()).Line == line || pass.Fset.Position(c.End()).Line == line) {
					return true
				}
			}
		}
	}
	return false
}
