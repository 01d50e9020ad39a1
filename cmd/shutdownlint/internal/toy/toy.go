// Package toy holds analyzers with which the doors are tested: what the real ones find must not matter there.
package toy

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"unicode"

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
			if _, ok := pass.Pkg.Scope().Lookup(name).(*types.Func); ok && isMark(name) {
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

// isMark reports whether a function is called Mark and one more word.
func isMark(name string) bool {
	rest, ok := strings.CutPrefix(name, "Mark")
	return ok && rest != "" && unicode.IsUpper(rune(rest[0]))
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

// Print reports calls of fmt.Println, with a fix that makes fmt unused; calls of fmt.Print, as notes; calls of fmt.Printf,
// without a fix; and the argument "loud" of any call, with a fix that overlaps with that of fmt.Println("loud").
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
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok && lit.Value == `"loud"` {
			report(pass, lit, "loud", "this is not loud", false, replace(lit, "Raise the voice", `"LOUD"`))
		}
	}
	fn, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func)
	if !ok {
		return // a built-in, a conversion, a function value
	}
	switch fn.FullName() {
	case "fmt.Println":
		fix := replace(call.Fun, "Use the built-in function", "println")
		if len(call.Args) == 1 {
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				fix = replace(call, "Use the built-in function", "println("+lit.Value+")")
			}
		}
		report(pass, call, "println", "this prints a line", false, fix)
	case "fmt.Print":
		report(pass, call, "print", "this prints", true)
	case "fmt.Printf":
		report(pass, call, "printf", "this formats", false)
	}
}

func replace(rng analysis.Range, message, text string) analysis.SuggestedFix {
	return analysis.SuggestedFix{
		Message:   message,
		TextEdits: []analysis.TextEdit{{Pos: rng.Pos(), End: rng.End(), NewText: []byte(text)}},
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
