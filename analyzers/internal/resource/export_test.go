package resource

import (
	"maps"
	"slices"
	"strings"
)

// Types, Funcs and Packages return what libraries name without a row.
func Types() []string {
	var all []string
	for i := range registered {
		l := &registered[i]
		for _, k := range slices.Concat(l.servers, l.kinds, slices.Collect(maps.Keys(l.sinks)), slices.Collect(maps.Keys(l.unmade))) {
			all = append(all, string(k))
		}
		for _, r := range l.resources {
			all = append(all, string(r.Kind))
		}
		for _, field := range l.parts {
			all = append(all, field[:strings.LastIndexByte(field, '.')])
		}
		all = slices.Concat(all, l.stores, l.requests, l.contexts, l.pooled, slices.Collect(maps.Values(l.through)), slices.Collect(maps.Keys(l.graceful)))
	}
	return slices.DeleteFunc(all, func(name string) bool { return strings.HasPrefix(name, "chan ") })
}

func Funcs() []string {
	var all []string
	for i := range registered {
		l := &registered[i]
		all = slices.Concat(all, l.globals, slices.Collect(maps.Keys(l.allowances)), slices.DeleteFunc(slices.Clone(l.side), isPackage))
	}
	return all
}

func Packages() []string {
	var all []string
	for i := range registered {
		all = slices.Concat(all, registered[i].loggers, registered[i].calm, slices.DeleteFunc(slices.Clone(registered[i].side), func(s string) bool { return !isPackage(s) }))
	}
	return all
}

// isPackage reports whether name is a path, and not that of a function.
func isPackage(name string) bool { return PackageOf(name) == "" }
