package main

import (
	"errors"
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/internal/config"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// unresolved says which resources of the configuration name what is not there: a row that means nothing finds nothing, and
// nobody would notice. Packages that the program does not import are not looked at.
func unresolved(f *config.File, p *load.Program) []finding.Error {
	if f == nil || len(f.Resources) == 0 || len(p.Units) == 0 {
		return nil
	}
	importer := p.Importer(p.Units[0].Package)
	var found []finding.Error
	for _, err := range driver.Unresolved(f.Resources, func(path string) *types.Package {
		if p.Package(path) == nil {
			return nil
		}
		pkg, err := importer.Import(path)
		if err != nil {
			return nil // it does not compile, which is told elsewhere
		}
		return pkg
	}) {
		var at *config.Error
		if errors.As(f.Locate(err), &at) {
			found = append(found, finding.Error{File: at.File, Line: at.Line, Message: at.Text})
		}
	}
	return found
}
