package resource

import (
	"go/types"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A library is all that is known of one library. Each stands in a file of its own, lib_<name>.go, which registers it: no other
// file names it. Types are named as by TypeName, functions as by types.Func.FullName, packages by their paths.
type library struct {
	rows [][]Row // what its functions do
	owed [][]Row // likewise, where that is about what must be released: unclosed/resources.md lists these

	resources []Resource // what must be released
	// A test asks for a row that makes each of them, and for one that releases it: by a method of the type itself or, if it has
	// none, of the one that it embeds, which through names. Unmade says of those that no row makes why that is so.
	through, unmade map[Kind]string

	servers  []Kind            // types that serve and can be shut down
	kinds    []Kind            // types that the checks follow beside these
	stores   []string          // types that requests share: what handlers ask for data or hand work to
	requests []string          // types that exist only while a request is served
	contexts []string          // types that, used as contexts, end with a request
	pooled   []string          // types whose values are used again for another request as soon as the handler has returned
	commands []string          // fields whose functions do what the program was called for: it ends when they return, with their error
	prepares []string          // fields whose functions run before those, and whose error is the program's as well
	parts    []string          // fields that stand for the whole value: who closes the body has closed the response
	graceful map[string]string // options of a call that serves, with the field for a context at whose end the server drains by itself
	sinks    map[Kind]string   // types that hold back what is written to them, as soon as they are made; if the field so named is true

	loggers    []string             // packages whose functions write what they are given, whatever it is
	calm       []string             // packages whose functions count or store what they are given, whatever it is, and do not panic
	side       []string             // packages, and functions, that serve metrics, profiles, redirects: what nobody waits for
	globals    []string             // functions that hand out what the program has set for all of it, perhaps to stop it
	allowances map[string]Allowance // functions that are told how long the way out may take
}

// registered is what the table is made of.
var registered []library

// register enters a library. It is for declarations only: var _ = register(library{…}).
func register(l library) struct{} {
	registered = append(registered, l)
	return struct{}{}
}

// A Table is what is known of libraries, in the form in which it is looked up. It does not change.
type Table struct {
	rows       map[string]*Row // by full name
	own        map[string]*Row // what the user has added, by plain name; see plainName
	packages   map[string]bool // the paths that rows are about, so that most functions need no FullName
	resources  map[Kind]*Resource
	servers    []Kind
	marks      map[string]mark
	sinks      map[Kind]string
	graceful   map[string]string
	allowances map[string]Allowance
}

// A mark says what the name of a type, a field, a function or a package stands for.
type mark uint16

// Marks, each of which is a list of library, but the last.
const (
	followed mark = 1 << iota
	store
	request
	requestContext
	pooled
	command
	prepare
	part
	logger
	calm
	side
	global
	queue // what a function that starts or empties a queue for the whole program is called, without its package
)

// WellKnown returns the table that everybody has. See Table.Extend.
var WellKnown = sync.OnceValue(func() *Table {
	t := &Table{
		rows:       make(map[string]*Row),
		packages:   make(map[string]bool),
		resources:  make(map[Kind]*Resource),
		marks:      make(map[string]mark),
		sinks:      make(map[Kind]string),
		graceful:   make(map[string]string),
		allowances: make(map[string]Allowance),
	}
	for i := range registered {
		t.enter(&registered[i])
	}
	return t
})

func (t *Table) enter(l *library) {
	for _, row := range slices.Concat(l.all()...) {
		if have := t.rows[row.Func]; have != nil {
			have.merge(&row)
		} else {
			t.rows[row.Func] = &row
		}
		t.packages[PackageOf(row.Func)] = true
		if row.Does.Any(Queues | Empties) {
			t.marks[row.Func[strings.LastIndexByte(row.Func, '.')+1:]] |= queue
		}
	}
	for i := range l.resources {
		t.resources[l.resources[i].Kind] = &l.resources[i]
	}
	t.servers = append(t.servers, l.servers...)
	enter(t, followed, l.servers)
	enter(t, followed, l.kinds)
	enter(t, store, l.stores)
	enter(t, request, l.requests)
	enter(t, requestContext, l.contexts)
	enter(t, pooled, l.pooled)
	enter(t, command, l.commands)
	enter(t, prepare, l.prepares)
	enter(t, part, l.parts)
	enter(t, logger, l.loggers)
	enter(t, calm, l.calm)
	enter(t, side, l.side)
	enter(t, global, l.globals)
	maps.Copy(t.sinks, l.sinks)
	maps.Copy(t.graceful, l.graceful)
	maps.Copy(t.allowances, l.allowances)
}

func enter[S ~string](t *Table, m mark, names []S) {
	for _, name := range names {
		t.marks[string(name)] |= m
	}
}

// is reports whether some library says m of the name.
func is(m mark, name string) bool { return WellKnown().marks[name]&m != 0 }

// all returns what the functions of l do.
func (l *library) all() [][]Row { return slices.Concat(l.rows, l.owed) }

// Rows returns the whole table, with several rows for a function that is looked at from several sides.
func Rows() []Row { return collect((*library).all) }

// ResourceRows returns the rows about what must be released.
func ResourceRows() []Row { return collect(func(l *library) [][]Row { return l.owed }) }

func collect(of func(*library) [][]Row) []Row {
	var all []Row
	for i := range registered {
		all = append(all, slices.Concat(of(&registered[i])...)...)
	}
	return all
}

// Row returns what is known of fn, or nil.
func (t *Table) Row(fn *types.Func) *Row {
	if fn == nil || fn.Pkg() == nil || !t.packages[fn.Pkg().Path()] {
		return nil
	}
	name := fn.Origin().FullName()
	if len(t.own) > 0 {
		if row := t.own[plainName(name)]; row != nil {
			return row
		}
	}
	return t.rows[name]
}

// ServerKinds returns the kinds of values that serve and can be shut down.
func ServerKinds() []Kind { return WellKnown().servers }

// IsLogger reports whether the package with this path is a well-known logger.
func IsLogger(path string) bool { return is(logger, path) }

// IsCalm reports whether the package with this path counts or stores what it is given, and does not panic because of what that is.
func IsCalm(path string) bool { return is(calm, path) }

// IsSide reports whether obj is of those that serve metrics, profiles or redirects.
func IsSide(obj types.Object) bool {
	fn, ok := obj.(*types.Func)
	return obj.Pkg() != nil && is(side, obj.Pkg().Path()) || ok && is(side, fn.FullName())
}

// IsGlobal reports whether fn hands out what the program has set for all of it.
func IsGlobal(fn *types.Func) bool {
	return fn.Pkg() != nil && WellKnown().packages[fn.Pkg().Path()] && is(global, fn.FullName())
}

// IsPart reports whether the field stands for a whole value of type t.
func IsPart(t types.Type, field *types.Var) bool {
	return t != nil && field != nil && is(part, TypeName(t)+"."+field.Name())
}

// IsCommand reports whether the field of type t holds a function that does what the program was called for: it ends when that returns,
// and fails with its error.
func IsCommand(t types.Type, field *types.Var) bool {
	return t != nil && field != nil && is(command, TypeName(t)+"."+field.Name())
}

// IsPreparation reports whether the field of type t holds a function that runs before those of IsCommand, and with whose error the
// program fails as well.
func IsPreparation(t types.Type, field *types.Var) bool {
	return t != nil && field != nil && is(prepare, TypeName(t)+"."+field.Name())
}

// Sink reports whether a value of type t holds back what is written to it as soon as it is made; if field is not "", only where
// that field is true.
func Sink(t types.Type) (field string, ok bool) {
	field, ok = WellKnown().sinks[Kind(TypeName(t))]
	return field, ok
}

// Graceful returns the field of t, the options of a call that serves, for a context at whose end the server drains by itself.
func Graceful(t types.Type) (field string, ok bool) {
	field, ok = WellKnown().graceful[TypeName(t)]
	return field, ok
}

// MayQueue reports whether a function of this name may be one that starts or empties a queue for the whole program. Most
// identifiers are not, and to look each up is dear.
func MayQueue(name string) bool { return is(queue, name) }
