// Package deps is the seam through which summary reads the functions of packages that are not under analysis.
//
// Under go vet and golangci-lint every dependency is analysed before its importers, so facts say all there is to know,
// and the result of Analyzer is empty. The standalone driver analyses only the packages it was asked for: it runs no
// pass on dependencies, and puts a Source of its own in the place of Analyzer's result.
package deps

import (
	"go/ast"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// A Func is one function of a dependency, read from source.
//
// Its objects are its own: they are identical to nothing in the package under analysis, so callers compare functions by
// name (types.Func.Origin().FullName) and never by object.
type Func struct {
	Pkg  *types.Package
	Info *types.Info    // Types, Defs, Uses, Implicits, Selections and Instances of Body
	Type *ast.FuncType  // receiver first, then the parameters, each with the identifier that Info.Defs knows
	Body *ast.BlockStmt // never nil
	Recv bool           // Type's first parameter is the receiver
}

// A Source finds functions of dependencies by name, and the modules of all packages.
type Source interface {
	// Func returns the function called name (in the form of types.Func.FullName) of the package with the given path,
	// or nil where there is no Go source for it: assembly, a package of the standard library, a package that does not
	// type-check. It is safe for concurrent use.
	Func(path, name string) *Func

	// Module returns the module of the package with the given path, or nil where there is none. It is safe for concurrent use.
	Module(path string) *analysis.Module
}

// Sources is the result of Analyzer.
type Sources struct {
	Source Source // nil where facts say it all

	rows sync.Map // full name → *resource.Row, what was computed from source in this run
}

// Module returns what tells the modules of packages, or nil where facts do.
func (s *Sources) Module() func(path string) *analysis.Module {
	if s.Source == nil {
		return nil
	}
	return s.Source.Module
}

// Recall returns what Remember was told of the function called name, by any package of this run.
func (s *Sources) Recall(name string) (*resource.Row, bool) {
	row, ok := s.rows.Load(name)
	if !ok {
		return nil, false
	}
	return row.(*resource.Row), true
}

// Remember keeps the row of the function called name for the rest of the run.
func (s *Sources) Remember(name string, row *resource.Row) { s.rows.Store(name, row) }

// Analyzer has an empty result, which a driver that runs no pass on dependencies replaces.
var Analyzer = &analysis.Analyzer{
	Name:       "deps",
	Doc:        "give access to the source of dependencies",
	ResultType: reflect.TypeFor[*Sources](),
	Run:        func(*analysis.Pass) (any, error) { return new(Sources), nil },
}
