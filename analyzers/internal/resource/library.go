package resource

import (
	"go/types"
	"sync"
	"sync/atomic"
)

// A library is what all tables say together, in the form in which it is looked up.
type library struct {
	rows     map[string]*Row // by full name
	own      map[string]*Row // what the user has added, by plain name; see plainName
	packages map[string]bool // the paths that rows are about, so that most functions need no FullName
	kinds    map[Kind]*Resource
}

// wellKnown is the library that everybody has.
var wellKnown = sync.OnceValue(func() *library {
	l := &library{rows: make(map[string]*Row), packages: make(map[string]bool), kinds: make(map[Kind]*Resource)}
	for _, table := range tables {
		for _, row := range table {
			if have := l.rows[row.Func]; have != nil {
				have.merge(&row)
			} else {
				l.rows[row.Func] = &row
			}
			l.packages[PackageOf(row.Func)] = true
		}
	}
	for _, table := range resourceTables {
		for i := range table {
			l.kinds[table[i].Kind] = &table[i]
		}
	}
	return l
})

// extended is the library with what the user has added, or nil.
var extended atomic.Pointer[library]

func current() *library {
	if l := extended.Load(); l != nil {
		return l
	}
	return wellKnown()
}

// Of returns the row about fn, or nil.
func Of(fn *types.Func) *Row {
	l := current()
	if fn == nil || fn.Pkg() == nil || !l.packages[fn.Pkg().Path()] {
		return nil
	}
	name := fn.Origin().FullName()
	if len(l.own) > 0 {
		if row := l.own[plainName(name)]; row != nil {
			return row
		}
	}
	return l.rows[name]
}
