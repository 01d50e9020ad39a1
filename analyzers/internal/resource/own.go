package resource

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Own is a kind of resource that a user adds to the table, in the user's words: an in-house client, for example.
type Own struct {
	// Type is the type of the values, with the path of its package: "github.com/acme/pool.Conn".
	Type string `json:"type" yaml:"type"`
	// From lists the functions whose first result is one that the caller has to release: "Get" and "Pool.Acquire" are a
	// function and a method of the type's own package, "github.com/acme/kit.Open" is one of another.
	From []string `json:"from" yaml:"from"`
	// Release lists what releases one: "Close" is a method of the type; "Pool.Put" is a method, and
	// "github.com/acme/pool.Put" a function, that gets it as an argument.
	Release []string `json:"release" yaml:"release"`
	// Lost says, in a message, what happens in production if nobody does; by default "what it holds is not given back".
	Lost string `json:"lost" yaml:"lost"`
}

// An OwnError says what is wrong with an Own.
type OwnError struct {
	Index int    // of the Own
	Field string // "type", "from" or "release"
	Item  int    // of the list that the field is; -1 for all of it
	Text  string
}

// Extend returns a table that knows own as well.
func (base *Table) Extend(own []Own) (*Table, *OwnError) {
	l := new(Table)
	*l = *base
	l.own, l.packages, l.resources = make(map[string]*Row), maps.Clone(base.packages), maps.Clone(base.resources)
	for i, o := range own {
		if err := l.add(o); err != nil {
			err.Index = i
			return nil, err
		}
	}
	for name, row := range base.rows {
		if have := l.own[plainName(name)]; have != nil {
			have.merge(row)
		}
	}
	return l, nil
}

// add enters o.
func (l *Table) add(o Own) *OwnError {
	path, name := split(o.Type)
	if path == "" || !isName(name) {
		return &OwnError{Field: "type", Item: -1, Text: fmt.Sprintf("want a type with the path of its package, such as github.com/acme/pool.Conn, not %q", o.Type)}
	}
	kind := Kind(path + "." + name)
	switch {
	case len(o.From) == 0:
		return &OwnError{Field: "from", Item: -1, Text: "no function is named that hands out a " + name}
	case len(o.Release) == 0 && l.resources[kind] == nil:
		return &OwnError{Field: "release", Item: -1, Text: "no method is named that releases a " + name}
	}
	for i, f := range o.From {
		// What such a function does with its arguments is not said, so nothing is expected of them any more.
		if !l.row(qualify(f, path), Row{Args: []Effect{Keeps}, Makes: []Made{{Kind: kind}}}) {
			return noFunction("from", i, f)
		}
	}
	method := "" // the first one that releases its receiver
	for i, f := range o.Release {
		row := Row{Args: []Effect{Releases}}
		if isName(f) {
			row = Row{Recv: Releases}
			if method == "" {
				method = f
			}
		}
		if !l.row(qualify(ofType(f, name), path), row) {
			return noFunction("release", i, f)
		}
	}
	if l.resources[kind] == nil {
		l.resources[kind] = ownResource(kind, name, method, o.Lost)
	}
	return nil
}

func noFunction(field string, i int, name string) *OwnError {
	return &OwnError{Field: field, Item: i, Text: fmt.Sprintf("%q is no function or method, such as Get, Pool.Get or github.com/acme/pool.Get", name)}
}

// ownResource is what messages say about a type that no table has.
func ownResource(kind Kind, name, method, lost string) *Resource {
	r := &Resource{Kind: kind, Category: "conn-unclosed", Noun: name, Verb: "released", Lost: lost, Process: true}
	if verb, ok := participles[method]; ok {
		r.Verb = verb
	}
	if method != "" {
		r.Deferred = method + "()"
	}
	if lost == "" {
		r.Lost = "what it holds is not given back"
	}
	return r
}

// participles are what a value is after a method of that name.
var participles = map[string]string{
	"Close": "closed", "Shutdown": "shut down", "Stop": "stopped", "Disconnect": "disconnected", "Free": "freed", "Finish": "finished",
	"End": "ended", "Unlock": "unlocked", "Commit": "committed", "Rollback": "rolled back", "Return": "returned", "Cancel": "cancelled",
}

// row adds what row says to the row about the function with the given plain name. It reports whether that can be a name.
func (l *Table) row(name string, row Row) bool {
	path, rest := split(name)
	recv, method, isMethod := strings.Cut(rest, ".")
	if path == "" || !isName(recv) || isMethod && !isName(method) {
		return false
	}
	row.Func = name
	l.packages[path] = true
	if have := l.own[name]; have != nil {
		have.merge(&row)
	} else {
		l.own[name] = &row
	}
	return true
}

// ofType makes a bare name one of a method of the type.
func ofType(f, name string) string {
	if isName(f) {
		return name + "." + f
	}
	return f
}

// qualify returns the plain name of the function that somebody who thinks of the package at path calls f. Go's own form of a
// method's name is fine as well.
func qualify(f, path string) string {
	f = strings.NewReplacer("(", "", ")", "", "*", "").Replace(f)
	if beginsExported(f) && !strings.Contains(f, "/") {
		return path + "." + f
	}
	return f
}

// split parts "github.com/acme/pool.Conn.Close" into the path of the package and the rest. The path may have dots in its last
// element, as in "gopkg.in/yaml.v3": what follows it begins with a capital letter. It returns "" if there is no path.
func split(name string) (path, rest string) {
	slash := strings.LastIndexByte(name, '/') + 1
	parts := strings.Split(name[slash:], ".")
	i := slices.IndexFunc(parts, beginsExported)
	if i < 1 {
		return "", name
	}
	return name[:slash] + strings.Join(parts[:i], "."), strings.Join(parts[i:], ".")
}

func beginsExported(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// isName reports whether s is the name of something exported.
func isName(s string) bool {
	return beginsExported(s) && strings.IndexFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0
}

// plainName is the full name of a function without what users do not write: "(*github.com/acme/pool.Conn[T]).Close" becomes
// "github.com/acme/pool.Conn.Close".
func plainName(fullName string) string {
	name, ok := strings.CutPrefix(fullName, "(")
	if !ok {
		return name
	}
	recv, method, _ := strings.Cut(strings.TrimPrefix(name, "*"), ").")
	recv, _, _ = strings.Cut(recv, "[")
	return recv + "." + method
}

// Unresolved returns an error for each name in own, which Table.Extend has accepted, that does not exist in its package, or does
// not hand out what it should. Of a package for which pkg returns nil nothing is said.
func Unresolved(own []Own, pkg func(path string) *types.Package) []*OwnError {
	var found []*OwnError
	for i, o := range own {
		path, typ := split(o.Type)
		if p := pkg(path); p != nil {
			if _, ok := p.Scope().Lookup(typ).(*types.TypeName); !ok {
				found = append(found, &OwnError{i, "type", -1, fmt.Sprintf("package %s has no type %s", path, typ)})
				continue
			}
		}
		for j, f := range o.From {
			fn, err := lookup(qualify(f, path), pkg)
			if fn != nil && err == "" && (fn.Signature().Results().Len() == 0 || !handsOut(fn.Signature().Results().At(0).Type(), path+"."+typ)) {
				err = fmt.Sprintf("the first result of %s is no %s", fn.Name(), typ)
			}
			if err != "" {
				found = append(found, &OwnError{i, "from", j, err})
			}
		}
		for j, f := range o.Release {
			if _, err := lookup(qualify(ofType(f, typ), path), pkg); err != "" {
				found = append(found, &OwnError{i, "release", j, err})
			}
		}
	}
	return found
}

// handsOut reports whether a value of the named type can be a result of type t: an interface may hide it.
func handsOut(t types.Type, name string) bool { return TypeName(t) == name || types.IsInterface(t) }

// lookup finds a function by its plain name. Without a package it finds nothing, which is no error.
func lookup(name string, pkg func(path string) *types.Package) (fn *types.Func, err string) {
	path, rest := split(name)
	p := pkg(path)
	if p == nil {
		return nil, ""
	}
	first, method, isMethod := strings.Cut(rest, ".")
	obj := p.Scope().Lookup(first)
	if isMethod && obj != nil {
		obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, p, method)
	}
	fn, ok := obj.(*types.Func)
	if !ok {
		return nil, fmt.Sprintf("package %s has no function or method %s", path, rest)
	}
	return fn, ""
}
