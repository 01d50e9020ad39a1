// Package waydown draws the way down of a program: it lets the events of a lifecycle.Program happen, from the signal on, along the
// paths on which nothing fails, and notes what happens when.
//
// Times are upper bounds: each stop takes as long as its deadline allows. What has no deadline that is known opens an unknown length
// of time, and all that comes behind it is after that; what is not bounded at all and is not known to wait, such as closing a store,
// takes no time here. Where paths part, all are followed that go on without an error, and what only some of them meet is marked.
package waydown

import (
	"go/token"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/lifecycle"
)

// Analyzer draws the way down of the package's program; its result is a *Maps.
var Analyzer = &analysis.Analyzer{
	Name:       "waydown",
	Doc:        "draw what a program does from SIGTERM to its end",
	Requires:   []*analysis.Analyzer{lifecycle.Analyzer},
	ResultType: reflect.TypeFor[*Maps](),
	Run:        run,
}

// Maps is what one package has to say about the way down.
type Maps struct {
	Main     *Map   // of func main; nil if there is none
	TooLarge bool   // it is too much to be looked at
	Commands []*Map // of the functions that this package hands to libraries for commands
}

func run(pass *analysis.Pass) (any, error) {
	l := lifecycle.Of(pass)
	at := func(p token.Pos) Place {
		pos := pass.Fset.Position(p)
		return Place{File: pos.Filename, Line: pos.Line, Column: pos.Column}
	}
	maps := new(Maps)
	if fn, ok := pass.Pkg.Scope().Lookup("main").(*types.Func); ok && pass.Pkg.Name() == "main" {
		if p := l.Main(); p != nil {
			maps.Main = draw(p, at(fn.Pos()))
		} else {
			maps.Main, maps.TooLarge = &Map{Program: pass.Pkg.Path(), Main: at(fn.Pos())}, true
		}
	}
	for _, p := range l.Commands() {
		m := draw(p, at(p.Root.Pos()))
		m.Command = p.Root.Name()
		maps.Commands = append(maps.Commands, m)
	}
	return maps, nil
}
