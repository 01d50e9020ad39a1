package run

import (
	"context"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/load"
)

// A Resident keeps what is known of a program, and when some of its packages change, looks again only at these, and at those that are
// built on them if these can tell the difference. It is not safe for concurrent use.
type Resident struct {
	run   *Run
	order []*load.Unit
	above map[*load.Unit][]*load.Unit
	found map[*load.Unit]*finding.Report
	api   map[*load.Unit]string // what others see of a package
	due   map[*load.Unit]bool   // to be looked at

	parsed bool // the unit that was looked at last
}

// NewResident prepares a run on the units of p.
func NewResident(p *load.Program, cfg Config) *Resident {
	r := &Resident{
		run:   New(p, cfg),
		order: slices.Concat(p.Facts, p.Units),
		above: make(map[*load.Unit][]*load.Unit),
		found: make(map[*load.Unit]*finding.Report),
		api:   make(map[*load.Unit]string),
		due:   make(map[*load.Unit]bool),
	}
	r.order = bottomUp(r.order)
	for _, u := range r.order {
		for _, need := range u.Needs {
			r.above[need] = append(r.above[need], u)
		}
	}
	r.run.checked = func(u *load.Unit, pkg *types.Package) {
		r.api[u], r.parsed = declarations(pkg), true
	}
	return r
}

// bottomUp sorts the units so that each stands behind those that it needs.
func bottomUp(units []*load.Unit) []*load.Unit {
	var sorted []*load.Unit
	seen := make(map[*load.Unit]bool)
	var visit func(u *load.Unit)
	visit = func(u *load.Unit) {
		if seen[u] {
			return
		}
		seen[u] = true
		for _, need := range u.Needs {
			visit(need)
		}
		sorted = append(sorted, u)
	}
	for _, u := range units {
		visit(u)
	}
	return sorted
}

// All looks at all units.
func (r *Resident) All(ctx context.Context) error { return r.Again(ctx, r.order) }

// Again looks at the units, whose files have changed, and at whatever they make a difference to. When ctx is done it stops between two
// packages; the next call goes on with what is left.
func (r *Resident) Again(ctx context.Context, changed []*load.Unit) error {
	for _, u := range changed {
		r.due[u] = true
	}
	for _, u := range r.order {
		if !r.due[u] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		delete(r.due, u)
		if r.look(u) {
			for _, up := range r.above[u] {
				r.due[up] = true
			}
		}
	}
	return nil
}

// look looks at one unit, and reports whether those built on it can tell the difference. While there is no syntax, as there often is none
// while somebody types, everything stays as it was.
func (r *Resident) look(u *load.Unit) bool {
	api, facts := r.api[u], r.run.facts.take(u.Path())
	r.parsed = false
	report := r.run.look(u)
	old := r.found[u]
	if old != nil && !r.parsed {
		r.run.facts.put(u.Path(), facts)
		return false
	}
	r.found[u] = report
	if old == nil {
		return true
	}
	now := r.run.facts.take(u.Path())
	r.run.facts.put(u.Path(), now)
	if r.api[u] != api {
		r.run.program.Renew(append(r.over(u), u))
		return true
	}
	return !reflect.DeepEqual(facts, now)
}

// over returns all units that are built on u.
func (r *Resident) over(u *load.Unit) []*load.Unit {
	var all []*load.Unit
	var visit func(u *load.Unit)
	visit = func(u *load.Unit) {
		for _, up := range r.above[u] {
			if !slices.Contains(all, up) {
				all = append(all, up)
				visit(up)
			}
		}
	}
	visit(u)
	return all
}

// Report returns what is found now. The names of files are absolute.
func (r *Resident) Report() *finding.Report {
	all := &finding.Report{Sizes: make(map[string]int), Packages: len(r.run.program.Units)}
	for _, u := range r.order {
		if report := r.found[u]; report != nil {
			all.Add(report)
		}
	}
	all.Errors = append(all.Errors, r.run.program.Errors...)
	return all
}

// declarations describes what a package declares, function bodies apart, so that two descriptions are alike if nobody else can see a
// difference.
func declarations(pkg *types.Package) string {
	var b strings.Builder
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		b.WriteString(types.ObjectString(obj, nil))
		switch obj := obj.(type) {
		case *types.Const:
			fmt.Fprintf(&b, " = %v", obj.Val())
		case *types.TypeName:
			if named, ok := types.Unalias(obj.Type()).(*types.Named); ok {
				fmt.Fprintf(&b, " %v", named.Underlying())
				for m := range named.Methods() {
					b.WriteString("\n\t" + types.ObjectString(m, nil))
				}
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
