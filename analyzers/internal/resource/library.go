package resource

import (
	"go/types"
	"sync"
)

// A Table is what is known of libraries, in the form in which it is looked up. It does not change.
type Table struct {
	rows     map[string]*Row // by full name
	own      map[string]*Row // what the user has added, by plain name; see plainName
	packages map[string]bool // the paths that rows are about, so that most functions need no FullName
	kinds    map[Kind]*Resource
}

// WellKnown returns the table that everybody has. See Table.Extend.
var WellKnown = sync.OnceValue(func() *Table {
	l := &Table{rows: make(map[string]*Row), packages: make(map[string]bool), kinds: make(map[Kind]*Resource)}
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

// Row returns what is known of fn, or nil.
func (l *Table) Row(fn *types.Func) *Row {
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
