package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"slices"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A Checked is a unit with syntax and types.
type Checked struct {
	*Unit
	Files      []*ast.File
	Pkg        *types.Package
	Info       *types.Info
	Sizes      types.Sizes
	TypeErrors []types.Error
}

// Check parses and type-checks a unit. The error, if any, is the first of what is wrong; the result is nil if that is the
// syntax.
func (p *Program) Check(u *Unit) (*Checked, *finding.Error) {
	c := &Checked{
		Unit:  u,
		Sizes: p.sizes(),
		Info: &types.Info{
			Types:        make(map[ast.Expr]types.TypeAndValue),
			Instances:    make(map[*ast.Ident]types.Instance),
			Defs:         make(map[*ast.Ident]types.Object),
			Uses:         make(map[*ast.Ident]types.Object),
			Implicits:    make(map[ast.Node]types.Object),
			Selections:   make(map[*ast.SelectorExpr]*types.Selection),
			Scopes:       make(map[ast.Node]*types.Scope),
			FileVersions: make(map[*ast.File]string),
		},
	}
	for _, name := range u.GoSources() {
		f, err := p.newFile(name)
		if err != nil {
			return nil, syntaxError(u, err)
		}
		c.Files = append(c.Files, f)
	}
	conf := types.Config{
		Importer:  p.Importer(u.Package),
		Sizes:     c.Sizes,
		GoVersion: u.goVersion(),
		Error: func(err error) {
			if te, ok := err.(types.Error); ok {
				c.TypeErrors = append(c.TypeErrors, te)
			}
		},
	}
	var err error
	c.Pkg, err = conf.Check(u.Path(), p.Fset, c.Files, c.Info)
	if err == nil {
		return c, nil
	}
	if len(c.TypeErrors) == 0 { // the package as a whole is wrong, as with a Go version from the future
		return c, &finding.Error{Package: u.ImportPath, Message: err.Error()}
	}
	c.complete()
	// An unused import is often the consequence of something worse.
	worst := max(0, slices.IndexFunc(c.TypeErrors, func(te types.Error) bool { return !te.Soft }))
	out := locate(u, p.Fset.Position(c.TypeErrors[worst].Pos), c.TypeErrors[worst].Msg)
	if more := len(c.TypeErrors) - 1; more == 1 {
		out.Message += " (and 1 more error)"
	} else if more > 1 {
		out.Message += fmt.Sprintf(" (and %d more errors)", more)
	}
	return c, out
}

// complete gives the invalid type to every expression that the type checker could make nothing of.
func (c *Checked) complete() {
	for _, f := range c.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok && c.Info.TypeOf(e) == nil {
				c.Info.Types[e] = types.TypeAndValue{Type: types.Typ[types.Invalid]}
			}
			return true
		})
	}
}

// Release drops what is known of the positions in a unit that has been dealt with.
func (p *Program) Release(c *Checked) {
	for _, f := range c.Files {
		if tf := p.Fset.File(f.FileStart); tf != nil {
			p.Fset.RemoveFile(tf)
		}
	}
}

func syntaxError(u *Unit, err error) *finding.Error {
	var list scanner.ErrorList
	var path *os.PathError
	switch {
	case errors.As(err, &list) && len(list) > 0:
		return locate(u, list[0].Pos, list[0].Msg)
	case errors.As(err, &path):
		return &finding.Error{Package: u.ImportPath, File: path.Path, Message: path.Err.Error()}
	}
	return &finding.Error{Package: u.ImportPath, Message: err.Error()}
}

func locate(u *Unit, pos token.Position, message string) *finding.Error {
	return &finding.Error{Package: u.ImportPath, File: pos.Filename, Line: pos.Line, Message: oneLine(message)}
}
