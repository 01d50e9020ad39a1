package summary

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/facet/signals"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/owner"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
)

// Package is the fact about a package: what its functions do, and those of all packages below it, for go vet hands on
// only what a package itself exports.
//
// It holds slices in order and no positions, so that equal packages have equal facts.
type Package struct {
	Rows []resource.Row

	Home owner.Fact // whose it is

	// What follows is about one's own packages: they are a program, or a few programs that belong together, while a library
	// that could ask for a signal says nothing about whoever imports it.
	Signals signals.Fact
	Serves  bool // the package, or one below it, accepts connections
}

// AFact marks Package as a fact.
func (*Package) AFact() {}

func (p *Package) String() string { return fmt.Sprintf("summary(%d rows)", len(p.Rows)) }

// fold adds what q says to p, of which it is one's own or not.
func (p *Package) fold(q *Package, own bool) {
	p.Rows = merge(p.Rows, q.Rows)
	if own {
		p.Signals.Fold(q.Signals)
		p.Serves = p.Serves || q.Serves
	}
}

// forget drops what importers cannot ask about, or learn from nearer: whoever calls a function of a package imports it,
// and only methods can be called without that. It leaves alone what others may hold.
func (p *Package) forget() {
	p.Rows = slices.DeleteFunc(slices.Clone(p.Rows), func(r resource.Row) bool { return r.Func[0] != '(' })
}

// merge returns the rows of both sorted lists, in order and without repetition: both may have folded in the same package.
func merge(a, b []resource.Row) []resource.Row {
	if len(a) == 0 {
		return slices.Clip(b) // others may hold it too
	}
	all := make([]resource.Row, 0, max(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		order := cmp.Compare(a[0].Func, b[0].Func)
		if order <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all = append(all, b[0])
		}
		if order >= 0 {
			b = b[1:]
		}
	}
	return append(append(all, a...), b...) // one of which is empty
}

// sort puts p in order, without repetition.
func (p *Package) sort() {
	slices.SortFunc(p.Rows, func(a, b resource.Row) int { return cmp.Compare(a.Func, b.Func) })
	p.Rows = slices.CompactFunc(p.Rows, func(a, b resource.Row) bool { return a.Func == b.Func })
}
