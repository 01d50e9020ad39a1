package deploy

import (
	"time"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/text"
)

// A Given is what a file gives a program for its way down. The file is clear about which program that is.
type Given struct {
	Program *Program // of Config.Programs
	Kind    string   // "kubernetes", "compose", "systemd" …, or "image": a Dockerfile, which only says what runs
	Name    string   // of the object and container, the service, the unit, or the target
	File    string
	Line    int
	Column  int
	Says    string        // where the grace is from
	Grace   time.Duration // from SIGTERM to SIGKILL
	Known   bool          // Grace is known
	PreStop time.Duration // before SIGTERM; 0 if it is not known
	Hook    bool          // there is a preStop hook
	Before  []string      // what is only stopped when the program has ended
	After   []string      // what has ended when the program is stopped
}

// An About says which program a finding is about.
type About struct {
	Program      *Program
	Category     string
	File         string
	Line, Column int
}

// give notes what a file gives p.
func (t *tree) give(p *Program, file *text.File, at text.Span, g Given) {
	switch {
	case p == nil:
		return
	case p.Unasked:
		t.result.Apart = append(t.result.Apart, file.Name)
		return
	}
	g.Program, g.File = p, file.Name
	g.Line, g.Column = file.Position(at.Start)
	t.result.Given = append(t.result.Given, g)
}

// WayOut returns the longest way out of the program, as far as it is known for certain.
func (p *Program) WayOut() (driver.WayOut, bool) { return p.longestWay(nil) }
