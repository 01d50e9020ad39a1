// Package toy holds analyzers with which the doors are tested: what the real ones find must not matter there.
package toy

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
)

// Checks are all checks of this package.
var Checks = []*analysis.Analyzer{Boom, Chain, Print}

// marks is a fact: the functions called Mark… in a package and in all below it.
type marks struct{ Names []string }

func (*marks) AFact()           {}
func (m *marks) String() string { return strings.Join(m.Names, " ") }

// Marks learns which functions called Mark… there are. Its fact folds in those of the imports.
var Marks = &analysis.Analyzer{
	Name:       "marks",
	Doc:        "learn which functions are called Mark",
	FactTypes:  []analysis.Fact{new(marks)},
	ResultType: reflect.TypeFor[*marks](),
	Run: func(pass *analysis.Pass) (any, error) {
		all := new(marks)
		for _, imp := range pass.Pkg.Imports() {
			below := new(marks)
			if pass.ImportPackageFact(imp, below) {
				all.Names = append(all.Names, below.Names...)
			}
		}
		for _, name := range pass.Pkg.Scope().Names() {
			if _, ok := pass.Pkg.Scope().Lookup(name).(*types.Func); ok && strings.HasPrefix(name, "Mark") {
				all.Names = append(all.Names, pass.Pkg.Name()+"."+name)
			}
		}
		slices.Sort(all.Names)
		all.Names = slices.Compact(all.Names)
		if len(all.Names) > 0 {
			pass.ExportPackageFact(all)
		}
		return all, nil
	},
}

// Chain reports, in main packages, what Marks has learnt.
var Chain = &analysis.Analyzer{
	Name:     "chain",
	Doc:      "report the marks that a main package can reach",
	Requires: []*analysis.Analyzer{Marks},
	Run: func(pass *analysis.Pass) (any, error) {
		m := pass.ResultOf[Marks].(*marks)
		if pass.Pkg.Name() == "main" && len(m.Names) > 0 {
			report(pass, pass.Files[0].Name, "marks", "marks in reach: "+m.String(), false)
		}
		return nil, nil
	},
}

// Print reports calls of fmt.Println, with a fix that makes fmt unused; calls of fmt.Print as notes; and calls of
// fmt.Printf, with a fix that overlaps with those of its arguments.
var Print = &analysis.Analyzer{
	Name: "print",
	Doc:  "report calls that print",
	URL:  "https://example.com/print",
	Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					checkPrint(pass, call)
				}
				return true
			})
		}
		return nil, nil
	},
}

func checkPrint(pass *analysis.Pass, call *ast.CallExpr) {
	fn, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func)
	if !ok {
		return // a built-in, a conversion, a function value
	}
	switch fn.FullName() {
	case "fmt.Println":
		report(pass, call, "println", "this prints a line", false, analysis.SuggestedFix{
			Message:   "Use the built-in function",
			TextEdits: []analysis.TextEdit{{Pos: call.Fun.Pos(), End: call.Fun.End(), NewText: []byte("println")}},
		})
	case "fmt.Print":
		report(pass, call, "print", "this prints", true)
	case "fmt.Printf":
		report(pass, call, "printf", "this formats", false, analysis.SuggestedFix{
			Message:   "Drop the call",
			TextEdits: []analysis.TextEdit{{Pos: call.Pos(), End: call.End(), NewText: []byte("_ = 0")}},
		})
	}
}

func report(pass *analysis.Pass, rng analysis.Range, category, message string, note bool, fixes ...analysis.SuggestedFix) {
	label := category
	if note {
		label += ", note"
	}
	d := analysis.Diagnostic{
		Pos: rng.Pos(), End: rng.End(), Category: category, Message: message + " (" + label + ")", SuggestedFixes: fixes,
	}
	if note {
		d.Related = []analysis.RelatedInformation{{Pos: pass.Files[0].Name.Pos(), Message: "in this package"}}
	}
	pass.Report(d)
}

// Boom panics in packages called boom.
var Boom = &analysis.Analyzer{
	Name: "boom",
	Doc:  "panic",
	Run: func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Name() == "boom" {
			panic(fmt.Sprintf("%s went off", pass.Pkg.Path()))
		}
		return nil, nil
	},
}
